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
