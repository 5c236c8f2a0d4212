//! Debian packages.

use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{in_path, read, run, step, succeeds};

/// Installs those of the packages that are missing: as root, or with sudo where it asks for nothing; else says which
/// command to type.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !in_path("dpkg-query") {
        println!("==> setup: this is no Debian; the app needs what these packages hold: {}", packages.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!("apt-get install --yes --no-install-recommends {}", missing.join(" "));
    let root = read(Command::new("id").arg("-u"), "the user's id is needed")?.trim() == "0";
    let mut command = if root {
        Command::new("apt-get")
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        bail!("Debian packages are missing; type this as root, then start again:\n\n    apt-get update && {install}\n");
    };
    step(&format!("setup: Debian packages {}", missing.join(" ")), || {
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
        let mut update = clone(&command);
        run(update.arg("update"), "the package lists could not be fetched; check the network and start again")?;
        command.args(["install", "--yes", "--no-install-recommends"]).args(&missing);
        run(&mut command, "the packages could not be installed; the lines above say why")
    })
}

pub(crate) fn is_installed(package: &str) -> bool {
    let query = read(
        Command::new("dpkg-query")
            .args(["--show", "--showformat=${Status}", package])
            .stderr(std::process::Stdio::null()),
        "not installed",
    );
    query.is_ok_and(|status| status.ends_with(" installed"))
}

fn clone(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    copy.env("DEBIAN_FRONTEND", "noninteractive");
    copy
}
