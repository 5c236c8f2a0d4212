//! A desktop of its own: display, message bus, and a keystore or none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::process::{Process, built};

/// Whether the desktop has a keystore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keystore {
    /// gnome-keyring, unlocked as at a login.
    Unlocked,
    /// None answers.
    None,
}

/// The desktop's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A virtual desktop. It ends with this value.
#[derive(Debug)]
pub struct Desktop {
    environment: Vec<(String, String)>,
    // Before the folder, so that they end before it goes.
    _processes: Vec<Process>,
    folder: tempfile::TempDir,
}

impl Desktop {
    /// Starts one.
    pub fn start(keystore: Keystore, theme: Theme) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (display, number) = Process::start_and_read(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
                .stderr(Stdio::null()),
        )?;
        let mut desktop = Self { environment: Vec::new(), _processes: vec![display], folder };
        desktop.set("DISPLAY", format!(":{number}"));
        for (name, sub) in [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "runtime"),
            ("TMPDIR", "tmp"),
        ] {
            let path = desktop.path(sub);
            std::fs::create_dir_all(&path)?;
            #[cfg(unix)]
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
            desktop.set(name, path.display().to_string());
        }
        if theme == Theme::Dark {
            desktop.set("GTK_THEME", "Adwaita:dark".to_owned());
        }
        // No accessibility bus here. WebKit's own renderer settings stay as they are: with its compositing or DMABUF
        // renderer switched off, its screenshots of larger windows never come.
        desktop.set("NO_AT_BRIDGE", "1".to_owned());
        match keystore {
            Keystore::Unlocked => desktop.start_keystore()?,
            Keystore::None => desktop.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent".to_owned()),
        }
        Ok(desktop)
    }

    /// A path below the desktop's temporary folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command that sees this desktop and nothing of the real one.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_remove("WAYLAND_DISPLAY").envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Starts a program and gives the milliseconds until it has printed its first line; then it is ended.
    #[expect(clippy::disallowed_methods, reason = "a measurement takes the machine's own clock")]
    pub fn time_to_first_line(&self, program: &Path) -> Result<f64> {
        let begun = Instant::now();
        let (_ended_with_this, _line) = Process::start_and_read(&mut self.command(program))?;
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    }

    /// The text of the code in a picture, as `cds` reads it.
    pub fn code_in(&self, picture: &Path) -> Result<String> {
        let output = self.command(built("cds")?).arg("read-codes").arg(picture).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn set(&mut self, name: &str, value: String) {
        self.environment.push((name.to_owned(), value));
    }

    fn start_keystore(&mut self) -> Result<()> {
        let mut bus = self.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1"]).stderr(Stdio::null());
        let (bus, address) = Process::start_and_read(&mut bus)?;
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
        self._processes.push(bus);
        let mut keyring = self.command("gnome-keyring-daemon");
        keyring
            .args(["--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut starting = keyring.spawn().context("gnome-keyring is missing: run `cargo xtask setup`")?;
        starting.stdin.take().context("its input is ours")?.write_all(b"login")?;
        // With --unlock the daemon goes to the background once it serves; it ends with its message bus.
        ensure!(starting.wait()?.success(), "gnome-keyring could not be unlocked");
        Ok(())
    }
}
