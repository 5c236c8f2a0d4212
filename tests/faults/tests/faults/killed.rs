//! `kill -9`: of a program at a certain write, and of the real `cds` at moments of its own.

use std::process::Command;

use crate::cds::Cds;
use crate::fixture::{Fixture, PASSPHRASE};

/// Runs for each kill that is wanted, at most.
const TRIES: u32 = 10;

#[test]
fn a_program_killed_before_any_write_has_kept_what_it_promised() {
    let mut fixture = Fixture::start();
    let mut points = 0;
    for at in (1..).step_by(17) {
        fixture.backup();
        let (home, url, kept) = (fixture.home(), fixture.portal.url(), fixture.kept.clone());
        let number = (fixture.number + 1).to_string();
        let output = fixture.tell(|_, promise| {
            let output = Command::new(env!("CARGO_BIN_EXE_cds-killed"))
                .arg(&home)
                .args([&url, PASSPHRASE, &number, &kept, &at.to_string()])
                .output()
                .expect("it runs");
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                promise(line.parse().expect("a promise"));
            }
            output
        });
        if output.status.success() {
            break;
        }
        assert_eq!(output.status.code(), None, "it was killed: {}", String::from_utf8_lossy(&output.stderr));
        points += 1;
        let when = format!("killed before step {at}");
        let app = fixture.opened();
        fixture.check_here(&app, &when);
        fixture.check_arrived(&app, &when);
    }
    println!("{points} kills");
    assert!(points >= 22, "{points} kills");
}

#[test]
fn the_real_program_killed_at_many_moments_loses_nothing_and_sends_nothing_twice() {
    let mut fixture = Fixture::start();
    let file = fixture.path("attachment.pdf");
    let attach = format!("giay_chung_sinh={}", file.display());
    let submit = ["submit", "--procedure", "1.001193", "--set", "ho_ten=Lý Thị Mai", "--attach", &attach];
    let paper = ["paper", "add", file.to_str().expect("text"), "--kind", "other"];
    let sync = ["sync"];
    let (mut kills, mut tries) = (0, 0);
    let commands: [(&[&str], u32); 3] = [(&submit, 6), (&paper, 6), (&sync, 12)];
    for (arguments, wanted) in commands {
        // What a run takes: measured at first, and anew by each that ended before it could be killed.
        let mut took = None;
        let mut killed = 0;
        let mut left = TRIES * wanted;
        while killed < wanted {
            assert!(left > 0, "{} was killed {killed} times in {} tries", arguments[0], TRIES * wanted);
            left -= 1;
            fixture.number += 1;
            std::fs::write(&file, cds_faults::paper(2_000_000 + fixture.number)).expect("written");
            let cds = Cds::new(&fixture.home(), &fixture.portal.url());
            if arguments == sync.as_slice() {
                cds.run(&submit);
                cds.run(&paper);
            }
            let when = match took {
                None => {
                    took = Some(cds.run(arguments));
                    format!("{} not killed", arguments[0])
                }
                Some(usual) => {
                    tries += 1;
                    // Each kill has its own moment, none of them the first or the last.
                    let after = usual * (killed + 1) / (wanted + 1);
                    match cds.kill_after(after, arguments) {
                        None => killed += 1,
                        by_itself => took = by_itself,
                    }
                    format!("{} killed after {after:?} of {usual:?}", arguments[0])
                }
            };
            let app = fixture.opened();
            fixture.check_here(&app, &when);
            fixture.check_arrived(&app, &when);
        }
        kills += killed;
    }
    println!("{kills} kills in {tries} tries");
    assert_eq!(kills, 24);
}
