//! `cds` with a real keystore, which the test of `crates/cli` does without.

use std::process::Output;

use cds_e2e::{Desktop, Keystore, Portal, Theme, built};

#[test]
fn with_a_keystore_six_digits_open_the_vault_and_without_it_nothing_does() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let pin = desktop.path("pin");
    std::fs::write(&pin, "135790")?;
    let cds = built("cds")?;
    let run = |arguments: &[&str], keystore: bool| -> anyhow::Result<Output> {
        let mut command = desktop.command(&cds);
        command.arg("--home").arg(desktop.path("app")).args(["--portal", &portal.url(), "--pin-file"]).arg(&pin);
        if !keystore {
            command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        }
        Ok(command.args(arguments).output()?)
    };
    let outbox = desktop.path("portal/otp-outbox.jsonl");
    let outbox = outbox.to_string_lossy();
    let who = ["login", "--id", "004090000002", "--phone", "0900000002", "--issued", "2021-05-20"];
    let check = |output: Output, expected: i32| {
        assert_eq!(output.status.code(), Some(expected), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    check(run(&[&who[..], &["--otp-file", &outbox]].concat(), true)?, 0);
    check(run(&["sync"], true)?, 0);
    let dossiers = check(run(&["dossiers"], true)?, 0);
    assert!(dossiers.contains("Đăng ký kết hôn"), "{dossiers}");
    check(run(&["submit", "--procedure", "1.001193", "--set", "ho_ten=Nông Thị Mai"], true)?, 0);
    check(run(&["dossiers"], false)?, 1);
    check(run(&["sync"], true)?, 0);
    let outbox = check(run(&["--json", "outbox"], true)?, 0);
    assert!(outbox.contains(r#""state":"received""#), "{outbox}");
    std::fs::write(&pin, "135791")?;
    check(run(&["dossiers"], true)?, 6);
    Ok(())
}

/// Five wrong PINs, then the recovery at the counter; with `emptied`, on a desktop whose keystore knows nothing, as after its
/// login password was reset.
fn check_recovery(emptied: bool) -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let emptied_desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let (pin, new_pin) = (desktop.path("pin"), desktop.path("new-pin"));
    std::fs::write(&pin, "135790")?;
    std::fs::write(&new_pin, "975310")?;
    let new_pin = new_pin.to_string_lossy().into_owned();
    let cds = built("cds")?;
    let run = |on: &Desktop, arguments: &[&str], expected: i32| -> anyhow::Result<String> {
        let mut command = on.command(&cds);
        command.arg("--home").arg(desktop.path("app")).args(["--portal", &portal.url(), "--pin-file"]).arg(&pin);
        let output = command.args(arguments).output()?;
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {stderr}");
        Ok(stdout.into_owned())
    };
    let outbox = desktop.path("portal/otp-outbox.jsonl");
    let outbox = outbox.to_string_lossy();
    let number = "004090000002";
    let who = ["--id", number, "--phone", "0900000002", "--issued", "2021-05-20", "--otp-file", &outbox];
    run(&desktop, &[&["login"][..], &who[..]].concat(), 0)?;
    run(&desktop, &["sync"], 0)?;
    let before = portal.dossiers()?.len();
    run(&desktop, &["submit", "--procedure", "1.001193", "--set", "ho_ten=Nông Thị Mai"], 0)?;

    let recover = [&["recover", "--new-pin-file", &new_pin][..], &who[..]].concat();
    let (now, recover) = if emptied {
        run(&emptied_desktop, &["dossiers"], 1)?;
        (&emptied_desktop, [&recover[..], &["--old-pin"]].concat())
    } else {
        std::fs::write(&pin, "246802")?;
        for _ in 0..5 {
            run(&desktop, &["dossiers"], 6)?;
        }
        std::fs::write(&pin, "135790")?;
        run(&desktop, &["dossiers"], 13)?;
        (&desktop, recover)
    };
    run(now, &recover, 5)?;
    portal.release_recovery(number)?;
    run(now, &recover, 0)?;
    run(now, &["dossiers"], 6)?;
    std::fs::write(&pin, "975310")?;
    run(now, &["sync"], 0)?;
    run(now, &["sync"], 0)?;
    let outbox = run(now, &["--json", "outbox"], 0)?;
    assert!(outbox.contains(r#""state":"received""#), "{outbox}");
    assert_eq!(portal.dossiers()?.len(), before + 1, "it arrived once");
    let alerts = run(now, &["alerts"], 0)?;
    assert!(alerts.contains("Khóa khôi phục"), "{alerts}");
    Ok(())
}

#[test]
fn who_forgot_the_pin_gets_in_at_the_counter_with_the_real_programs() -> anyhow::Result<()> {
    check_recovery(false)
}

#[test]
fn whose_keystore_was_emptied_gets_in_at_the_counter_with_the_real_programs() -> anyhow::Result<()> {
    check_recovery(true)
}
