//! `kill -9`: of a program at a certain write, and of the real `cds` at moments of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cds_e2e::built;

use crate::fixture::{Fixture, PASSPHRASE};

#[test]
fn a_program_killed_before_any_write_has_kept_what_it_promised() {
    let mut fixture = Fixture::start();
    let mut points = 0;
    for at in (1..).step_by(9) {
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
    assert!(points >= 30, "{points} kills");
}

/// The real program, which says on standard error what it does.
struct Cds<'a>(&'a Fixture);

impl Cds<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let pin = self.0.path("pin");
        std::fs::write(&pin, PASSPHRASE).expect("written");
        let mut command = Command::new(built("cds").expect("built"));
        command.arg("--home").arg(self.0.home()).args(["--portal", &self.0.portal.url(), "--pin-file"]).arg(pin);
        command.args(arguments).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env("RUST_LOG", "trace");
        command
    }

    /// Runs it to the end; returns how many lines it logged.
    fn run(&self, arguments: &[&str]) -> usize {
        let output = self.command(arguments).output().expect("cds runs");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{log}");
        log.lines().count()
    }

    /// Kills it as soon as it has logged so many lines. True where it ended by itself before.
    fn kill_after(&self, lines: usize, arguments: &[&str]) -> bool {
        let mut command = self.command(arguments);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("cds runs");
        let log = BufReader::new(child.stderr.take().expect("its log"));
        let logged = log.lines().take(lines).map_while(Result::ok).count();
        child.kill().expect("killed");
        child.wait().expect("it ended").success() || logged < lines
    }
}

#[test]
fn the_real_program_killed_at_many_moments_loses_nothing_and_sends_nothing_twice() {
    let mut fixture = Fixture::start();
    let attachment = fixture.path("attachment.pdf");
    let file = |number: u32, path: &PathBuf| std::fs::write(path, cds_faults::paper(number)).expect("written");
    let attach = format!("giay_chung_sinh={}", attachment.display());
    let submit = ["submit", "--procedure", "1.001193", "--set", "ho_ten=Lý Thị Mai", "--attach", &attach];
    let paper = ["paper", "add", attachment.to_str().expect("text"), "--kind", "other"];
    let sync = ["sync"];
    let (mut points, mut ended) = (0, 0);
    let commands: [(&[&str], u32); 3] = [(&submit, 8), (&paper, 6), (&sync, 16)];
    for (arguments, tries) in commands {
        file(2_000_000 + fixture.number, &attachment);
        if arguments == sync.as_slice() {
            Cds(&fixture).run(&submit);
        }
        let lines = Cds(&fixture).run(arguments);
        for part in 0..tries {
            fixture.number += 1;
            file(2_000_000 + fixture.number, &attachment);
            if arguments == sync.as_slice() {
                Cds(&fixture).run(&submit);
                Cds(&fixture).run(&paper);
            }
            let after = lines * part as usize / tries as usize + 1;
            ended += u32::from(Cds(&fixture).kill_after(after, arguments));
            points += 1;
            let when = format!("{} killed after {after} of {lines} lines", arguments[0]);
            let app = fixture.opened();
            fixture.check_here(&app, &when);
            fixture.check_arrived(&app, &when);
        }
    }
    println!("{points} kills, {ended} of them too late");
    assert!(points >= 30 && ended < points / 2, "{points} kills, {ended} of them too late");
}
