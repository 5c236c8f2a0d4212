//! The portal restored from a backup, with the real programs: what was received since then is there again.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use cds_e2e::{Portal, built};
use cds_faults::{Story, paper};

use crate::cds::Cds;
use crate::fixture::{PASSPHRASE, PHONE, sign_in};

const PROCEDURE: &str = "Thủ tục đăng ký khai sinh";

/// What the office has under the procedure, by code.
fn filed(portal: &Portal) -> Vec<String> {
    let dossiers = portal.dossiers().expect("the office answers").into_iter();
    let mut codes: Vec<String> =
        dossiers.filter(|dossier| dossier.procedure == PROCEDURE).map(|dossier| dossier.code).collect();
    codes.sort();
    codes
}

fn portal_program(arguments: &[&std::ffi::OsStr]) {
    let output = Command::new(built("cds-portal").expect("built")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn restored(grown: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, data, backup) = (folder.path().join("home"), folder.path().join("portal"), folder.path().join("backup"));
    let mut portal = Portal::start(&data).expect("the portal starts");
    let app = Story::new(&home, &portal.url(), PASSPHRASE, 0, None).app().expect("an app");
    sign_in(&app, || portal.last_otp(PHONE).ok());
    app.sync().expect("in step");
    drop(app);
    let file = folder.path().join("paper.pdf");
    let attach = format!("giay_chung_sinh={}", file.display());
    let submit = ["submit", "--procedure", "1.001193", "--set", "ho_ten=Lý Thị Mai", "--attach", &attach];
    let cds = Cds::new(&home, &portal.url());
    let mut number = 0;
    let mut file_one = |cds: &Cds| {
        number += 1;
        fs::write(&file, paper(number)).expect("written");
        cds.run(&submit);
        cds.run(&["paper", "add", file.to_str().expect("text"), "--kind", "other"]);
    };
    file_one(&cds);
    cds.run(&["sync"]);
    portal_program(&["backup".as_ref(), backup.as_os_str(), "--data".as_ref(), data.as_os_str()]);
    for _ in 0..2 {
        file_one(&cds);
        cds.run(&["sync"]);
    }
    let before = filed(&portal);
    assert_eq!(before.len(), 3);
    portal.stop();

    let data = folder.path().join("restored");
    fs::create_dir(&data).expect("a folder");
    fs::copy(backup.join("portal.db"), data.join("portal.db")).expect("restored");
    let portal = Portal::start(&data).expect("the portal starts");
    assert_eq!(filed(&portal).len(), 1, "the backup knows the first alone");
    if grown {
        // The account's revision passes the one that this device knows.
        let own = filed(&portal).remove(0);
        for status in [2, 4, 2, 4, 2, 4, 2, 4] {
            portal.advance(&own, status, None).expect("moved");
        }
    }
    let cds = Cds::new(&home, &portal.url());
    // One more goes with it.
    file_one(&cds);
    for _ in 0..3 {
        cds.run(&["sync"]);
    }
    let after = filed(&portal);
    assert_eq!(after.len(), 4, "all that was received is there, once: {after:?}");
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.into_iter().collect(), after.into_iter().collect());
    assert!(before.is_subset(&after), "under the codes that the citizen knows: {before:?} {after:?}");
    let outbox = cds.say(&["--json", "outbox"]);
    assert_eq!(outbox.matches(r#""state":"received""#).count(), 8, "{outbox}");
}

#[test]
fn what_a_restored_portal_has_forgotten_is_there_again_under_its_old_code() {
    restored(false);
}

#[test]
fn a_restored_portal_that_has_grown_past_the_old_revision_gets_everything_again_too() {
    restored(true);
}
