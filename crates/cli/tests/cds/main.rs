//! `cds` as a script uses it: a process, its output and its exit codes, against the real portal.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod family;
mod files;
mod followed;
mod forms;
mod papers;
mod petitions;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cds_portal::local::LocalPortal;

const PASSPHRASE: &str = "mưa rừng xanh";
const NOWHERE: &str = "http://127.0.0.1:1";

struct Fixture {
    folder: tempfile::TempDir,
    portal: LocalPortal,
}

impl Fixture {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(&folder.path().join("portal")).expect("the portal starts");
        std::fs::write(folder.path().join("pin"), format!("{PASSPHRASE}\n")).expect("written");
        Self { folder, portal }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `cds` where no keystore answers and everything is logged.
    fn cds(&self, portal: &str, arguments: &[&str]) -> Output {
        self.cds_at("home", portal, arguments)
    }

    fn cds_at(&self, home: &str, portal: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cds"));
        command
            .arg("--home")
            .arg(self.path(home))
            .args(["--portal", portal, "--pin-file"])
            .arg(self.path("pin"))
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("RUST_LOG", "trace");
        command.output().expect("cds runs")
    }

    fn login(&self) -> Output {
        self.login_at("home", &["login"])
    }

    /// Signs in by a command that takes who one is.
    fn login_at(&self, home: &str, command: &[&str]) -> Output {
        let outbox = self.portal.otp_outbox();
        let outbox = outbox.to_str().expect("text");
        let who = ["--id", "004090000001", "--phone", "0900000001", "--issued", "20/05/2021", "--otp-file", outbox];
        self.cds_at(home, &self.portal.url(), &[command, &who].concat())
    }
}

fn check(output: &Output, expected: i32) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(expected), "{stderr}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn signs_in_syncs_and_lists_dossiers_with_the_portal_gone() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let report = check(&fixture.cds(&fixture.portal.url(), &["--json", "sync"]), 0);
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["pushed"], 0);
    assert!(report["pulled"].as_u64() > Some(3), "{report}");
    assert_eq!(report["complete"], true);
    let dossiers = check(&fixture.cds(NOWHERE, &["--json", "dossiers"]), 0);
    let dossiers: serde_json::Value = serde_json::from_str(&dossiers).expect("JSON");
    assert_eq!(dossiers[0]["procedure"], "Đăng ký khai sinh");
    assert_eq!(dossiers[0]["status"], 5);
    let text = check(&fixture.cds(NOWHERE, &["dossiers"]), 0);
    assert!(text.contains("H14.40.02-261102-0011") && text.contains("Đăng ký thường trú"), "{text}");
    check(&fixture.cds(NOWHERE, &["sync"]), 4);
}

#[test]
fn another_device_is_ended_and_an_old_vault_set_aside_and_deleted() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    check(&fixture.login(), 0);
    check(&fixture.login_at("other", &["login"]), 0);
    check(&fixture.cds(&url, &["sync"]), 0);
    let devices = check(&fixture.cds(NOWHERE, &["--json", "devices"]), 0);
    let devices: serde_json::Value = serde_json::from_str(&devices).expect("JSON");
    let id = |this: bool| {
        let device = devices.as_array().expect("a list").iter().find(|device| device["this"] == this);
        device.and_then(|device| device["id"].as_str()).expect("a device").to_owned()
    };
    check(&fixture.cds(&url, &["devices", "revoke", &id(true)]), 9);
    check(&fixture.cds(NOWHERE, &["devices", "revoke", &id(false)]), 4);
    check(&fixture.cds(&url, &["devices", "revoke", &id(false)]), 0);
    check(&fixture.cds_at("other", &url, &["sync"]), 5);

    let new_pin = fixture.path("pin");
    let new_pin = new_pin.to_str().expect("text");
    check(&fixture.login_at("home", &["recover", "--start-over", "--new-pin-file", new_pin]), 0);
    let aside = check(&fixture.cds(NOWHERE, &["--json", "aside"]), 0);
    let aside: serde_json::Value = serde_json::from_str(&aside).expect("JSON");
    let id = aside[0]["id"].as_str().expect("an old vault");
    check(&fixture.cds(NOWHERE, &["aside", "bring-back", id, "--its-pin-file", new_pin]), 0);
    let text = check(&fixture.cds(NOWHERE, &["aside"]), 0);
    let other = text.split_whitespace().next().expect("the newer one lies there now");
    assert_ne!(other, id);
    check(&fixture.cds(NOWHERE, &["aside", "drop", id]), 9);
    check(&fixture.cds(NOWHERE, &["aside", "drop", other]), 0);
    assert_eq!(check(&fixture.cds(NOWHERE, &["aside"]), 0), "");
}

#[test]
fn each_failure_has_its_exit_code_and_a_sentence() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    let fails = |portal: &str, arguments: &[&str], expected, sentence: &str| {
        let output = fixture.cds(portal, arguments);
        check(&output, expected);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let last = stderr.lines().last().unwrap_or_default();
        assert!(last.contains(sentence), "{last}");
    };
    let login = |number: &'static str| ["login", "--id", number, "--phone", "0900000001", "--issued", "20/05/2021"];
    fails(&url, &["dossiers"], 8, "not at the stage");
    fails("http://example.vn", &["sync"], 3, "plain http reaches only this machine");
    fails(&url, &login("12"), 3, "the personal number is not 12 digits");
    fails(&url, &[&login("004090000001")[..], &["--otp", "000000"]].concat(), 5, "SignInRefused");
    fails(NOWHERE, &login("004090000001"), 4, "no portal answered");
    check(&fixture.login(), 0);
    check(&fixture.login(), 0);
    fails(&url, &["cancel", "nothing"], 9, "no such thing");
    fails(&url, &["dossier", "H14.40.02-000000-0000"], 9, "no such thing");
    fails(&url, &["submit", "--procedure", "9.999999"], 3, "no such procedure");
    fails(&url, &["submit", "--procedure", "1.001193", "--set", "x"], 2, "--help");
    fails(&url, &["paper", "add", "/nonexistent.jpg", "--kind", "passport"], 3, "cannot be read");
    fails(&url, &["trust", "add", fixture.path("pin").to_str().expect("text")], 3, "trust file");
    fails(&url, &["code", "verify", "--text", "CDS1:"], 11, "");
    std::fs::write(fixture.path("pin"), "không phải").expect("written");
    fails(&url, &["--json", "dossiers"], 6, r#"{"code":"wrong_secret"}"#);
    fails(&url, &["read-codes", "/nonexistent.png"], 3, "cannot be read");
    let pin = fixture.path("pin");
    let pin = pin.to_str().expect("text");
    fails(&url, &["read-codes", pin], 3, "no JPEG or PNG");
    fails(&url, &["--json", "read-codes", pin], 3, r#"{"code":"file_unreadable"}"#);
    check(&fixture.cds(&url, &["unknown"]), 2);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_what_was_confirmed_before_stays() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let small = fixture.path("small.pdf");
    std::fs::write(&small, files::pdf(b"")).expect("written");
    let large = fixture.path("large.pdf");
    std::fs::write(&large, files::pdf(&vec![b' '; 3 * 1024 * 1024])).expect("written");
    let add = ["paper", "add", small.to_str().expect("text"), "--kind", "other"];
    check(&fixture.cds(NOWHERE, &add), 0);
    // No file may grow past one megabyte: as on a full disk, writes fail in the middle of a transaction.
    let limited = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "bash", env!("CARGO_BIN_EXE_cds"), "--home"])
        .arg(fixture.path("home"))
        .args(["--portal", NOWHERE, "--json", "--pin-file"])
        .arg(fixture.path("pin"))
        .args(["paper", "add", large.to_str().expect("text"), "--kind", "other"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .output()
        .expect("cds runs");
    assert_eq!(String::from_utf8_lossy(&limited.stderr).trim(), r#"{"code":"storage_failed"}"#);
    check(&limited, 1);
    let papers: serde_json::Value =
        serde_json::from_str(&check(&fixture.cds(NOWHERE, &["--json", "papers"]), 0)).expect("JSON");
    assert_eq!(papers.as_array().map(Vec::len), Some(1), "{papers}");
    let add = ["paper", "add", large.to_str().expect("text"), "--kind", "other"];
    check(&fixture.cds(NOWHERE, &add), 0);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    let outbox = check(&fixture.cds(NOWHERE, &["--json", "outbox"]), 0);
    assert_eq!(outbox.matches(r#""state":"received""#).count(), 2, "{outbox}");
}

/// The invariant: no personal data in a log line, an error text, a file name or a URL.
#[test]
fn nothing_personal_is_in_a_log_an_error_or_a_file_name() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    let outputs = [
        fixture.login(),
        fixture.cds(&url, &["sync"]),
        fixture.cds(NOWHERE, &["sync"]),
        fixture.cds(&url, &["--json", "dossiers"]),
        fixture.login(),
    ];
    let otp = fixture.portal.last_otp("0900000001").expect("a password was sent");
    let personal =
        ["004090000001", "0900000001", "2021-05-20", "20/05/2021", "Lý A Thí", "khai sinh", "H14.40", PASSPHRASE, &otp];
    let mut logged = String::new();
    for output in &outputs {
        logged.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(logged.contains("TRACE") && logged.contains("in step with the portal"), "everything is logged: {logged}");
    for word in personal {
        assert!(!logged.contains(word), "{word:?} is in: {logged}");
        for path in files_below(fixture.folder.path()) {
            assert!(!path.to_string_lossy().contains(word), "{word:?} is in {}", path.display());
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn reads_the_code_on_a_card_from_a_picture() {
    let fixture = Fixture::start();
    let text = "004090000001||Lý A Thí|02091990|Nam|Xã Quảng Uyên, Cao Bằng|20052021";
    let code = qrcode::QrCode::new(text).expect("it fits");
    let side = u32::try_from(code.width()).expect("small");
    let colours = code.to_colors();
    let picture = image::GrayImage::from_fn((side + 8) * 6, (side + 8) * 6, |x, y| {
        let (x, y) = ((x / 6).wrapping_sub(4), (y / 6).wrapping_sub(4));
        let dark = x < side && y < side && colours[(y * side + x) as usize] == qrcode::Color::Dark;
        image::Luma([if dark { 0 } else { 255 }])
    });
    let file = fixture.path("card.png");
    picture.save(&file).expect("saved");
    let file = file.to_str().expect("text");
    let human = check(&fixture.cds(NOWHERE, &["read-codes", file]), 0);
    let expected = "identity card (not verified)
  number        004090000001
  name          Lý A Thí
  born          1990-09-02
  sex           Nam
  address       Xã Quảng Uyên, Cao Bằng
  issued        2021-05-20\n";
    assert_eq!(human, expected);
    let json = check(&fixture.cds(NOWHERE, &["--json", "read-codes", file]), 0);
    assert_eq!(json, format!("[{}]\n", serde_json::to_string(text).expect("JSON")));
}

#[test]
fn after_five_wrong_passphrases_the_right_one_waits_and_nothing_is_deleted() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let accounts = std::fs::read_dir(fixture.path("home").join("accounts")).expect("read");
    let account = accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account");
    let kept = || ["header", "vault.db"].map(|name| std::fs::read(account.join(name)).expect("read"));
    let before = kept();
    std::fs::write(fixture.path("pin"), "không phải").expect("written");
    for _ in 0..5 {
        check(&fixture.cds(NOWHERE, &["dossiers"]), 6);
    }
    std::fs::write(fixture.path("pin"), PASSPHRASE).expect("written");
    let output = fixture.cds(NOWHERE, &["dossiers"]);
    check(&output, 13);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.lines().last().unwrap_or_default();
    let wait: u64 = last
        .strip_prefix("cds: too many wrong tries: wait ")
        .and_then(|rest| rest.strip_suffix(" s")?.parse().ok())
        .expect("how long");
    assert!((1..=60).contains(&wait), "{last}");
    assert_eq!(kept(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn while_it_runs_no_core_dump_would_be_written_of_it() {
    use std::io::{Read, Write};
    use std::process::Stdio;

    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let mut command = Command::new(env!("CARGO_BIN_EXE_cds"));
    command.arg("--home").arg(fixture.path("home")).args(["--portal", NOWHERE, "dossiers"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut cds = command.env("RUST_LOG", "off").spawn().expect("cds runs");
    // It asks for the passphrase, and waits.
    let mut asked = [0; 3];
    cds.stderr.as_mut().expect("piped").read_exact(&mut asked).expect("it asks");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", cds.id())).expect("the limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("its line");
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..], ["0", "0", "bytes"]);
    let typed = format!("{PASSPHRASE}\n");
    cds.stdin.take().expect("piped").write_all(typed.as_bytes()).expect("typed");
    assert!(cds.wait().expect("it ended").success());
}

#[test]
fn a_live_code_is_shown_and_checked_and_both_are_remembered() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    check(&fixture.cds(NOWHERE, &["code", "show", "--live"]), 9);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    let picture = fixture.path("live.png");
    let picture = picture.to_str().expect("text");
    let shown = check(&fixture.cds(NOWHERE, &["code", "show", "--live", "--png", picture]), 0);
    assert!(shown.lines().last().is_some_and(|text| text.starts_with("CDS2:")), "{shown}");
    let checked = check(&fixture.cds(NOWHERE, &["code", "verify", "--image", picture]), 0);
    assert!(
        checked.starts_with("valid, live code of Lý A Thí") && checked.contains("Not withdrawn as of"),
        "{checked}"
    );
    check(&fixture.cds(NOWHERE, &["code", "verify", "--text", "CDS1:"]), 11);
    let history = check(&fixture.cds(NOWHERE, &["--json", "code", "history"]), 0);
    let history: serde_json::Value = serde_json::from_str(&history).expect("JSON");
    assert_eq!((&history[0]["result"], &history[1]["last4"]), (&"cannot_tell".into(), &"0001".into()), "{history}");
    let showings = check(&fixture.cds(NOWHERE, &["code", "history", "--shown"]), 0);
    assert!(showings.starts_with("from ") && showings.lines().count() == 1, "{showings}");

    let page = fixture.path("page.pdf");
    let page = page.to_str().expect("text");
    check(&fixture.cds(NOWHERE, &["code", "page", "--out", page]), 0);
    assert!(std::fs::read(page).expect("written").starts_with(b"%PDF-"));
    check(&fixture.cds(NOWHERE, &["code", "page", "--out", page]), 3);
}
