//! Compilers for other targets.
//!
//! Where rustup can add a target, it does. Where it cannot (no rustup, or its server is out of reach), Debian carries a
//! complete second toolchain with the library's source, and cargo builds the library with it.
//! `CDS_TARGETS_VIA=debian` takes that way at once, so that it can be tried anywhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::shell::{cargo, in_path, read, run, succeeds, target_dir};

const DEBIAN_PACKAGES: &[&str] = &["cargo-web", "lld-22", "rust-web-src", "rustc-web"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// What compiles for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The toolchain in use, with the target added by rustup.
    Rustup,
    /// Debian's second toolchain; the library is built from source.
    Debian,
}

impl Toolchain {
    /// Says which way was taken.
    pub(crate) fn announce(self) {
        match self {
            Self::Rustup => println!("    by rustup, with the toolchain in use"),
            Self::Debian => println!("    by Debian's second toolchain, which builds the library from source"),
        }
    }

    /// A cargo that compiles for `triple`. `panic` names the panic runtime where the library is built from source.
    pub(crate) fn cargo(self, verb: &str, triple: &str, panic: &str) -> Command {
        let mut command = match self {
            Self::Rustup => {
                let mut command = cargo();
                command.arg(verb);
                command
            }
            Self::Debian => {
                let mut command = Command::new("/usr/bin/cargo");
                command.arg(verb).arg(format!("-Zbuild-std=std,{panic}"));
                command.env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1");
                command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                command
            }
        };
        command.args(["--target", triple]);
        command
    }

    /// Whether the library can be built from source, for this target and with what the interface asks of it.
    pub(crate) fn has_source(self) -> bool {
        self == Self::Debian || source_is_here()
    }

    /// The compiler's version, as a fact for stamps.
    pub(crate) fn version(self) -> Result<String> {
        let rustc = match self {
            Self::Rustup => "rustc",
            Self::Debian => DEBIAN_RUSTC,
        };
        read(Command::new(rustc).arg("-vV"), "install Rust 1.95 or newer (rustup.rs says how)")
    }

    /// The linker for WebAssembly, where the toolchain does not bring its own. Its name decides how it is called.
    pub(crate) fn wasm_linker(self) -> Result<Option<PathBuf>> {
        if self == Self::Rustup {
            return Ok(None);
        }
        let link = std::path::absolute(target_dir())?.join("tools/wasm-ld");
        std::fs::create_dir_all(link.parent().context("the link lies in a folder")?)?;
        if !link.exists() {
            #[cfg(unix)]
            std::os::unix::fs::symlink("/usr/bin/wasm-ld-22", &link)?;
        }
        Ok(Some(link))
    }
}

/// The toolchain that compiles for `triple`, installed if need be.
pub(crate) fn toolchain_for(triple: &str) -> Result<Toolchain> {
    let debian_wanted = std::env::var("CDS_TARGETS_VIA").is_ok_and(|via| via == "debian");
    if !debian_wanted && has_target(triple) {
        return Ok(Toolchain::Rustup);
    }
    // Where Debian's is here already, rustup could not help once before: it is not asked again.
    if DEBIAN_PACKAGES.iter().all(|package| debian::is_installed(package)) {
        return Ok(Toolchain::Debian);
    }
    if !debian_wanted && rustup_adds(triple) {
        return Ok(Toolchain::Rustup);
    }
    if !in_path("dpkg-query") {
        bail!("the compiler for {triple} is missing: run `rustup target add {triple}` and look at what it says");
    }
    debian::install(DEBIAN_PACKAGES)?;
    Ok(Toolchain::Debian)
}

/// The toolchain for the interface, whose library is built from source: where rustup cannot add that, Debian's is taken.
pub(crate) fn toolchain_for_interface() -> Result<Toolchain> {
    let found = toolchain_for("wasm32-unknown-unknown")?;
    if found == Toolchain::Debian || source_is_here() {
        return Ok(found);
    }
    let debian = in_path("dpkg-query");
    if debian && DEBIAN_PACKAGES.iter().all(|package| debian::is_installed(package)) {
        return Ok(Toolchain::Debian);
    }
    println!("    trying `rustup component add rust-src`");
    if (in_path("rustup") && succeeds(Command::new("rustup").args(["component", "add", "rust-src"]))) || !debian {
        return Ok(Toolchain::Rustup);
    }
    debian::install(DEBIAN_PACKAGES)?;
    Ok(Toolchain::Debian)
}

fn source_is_here() -> bool {
    let root = read(Command::new("rustc").args(["--print", "sysroot"]), "no compiler");
    root.is_ok_and(|root| Path::new(root.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists())
}

fn has_target(triple: &str) -> bool {
    let library = read(Command::new("rustc").args(["--target", triple, "--print", "target-libdir"]), "no such target");
    library.is_ok_and(|folder| std::fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some()))
}

fn rustup_adds(triple: &str) -> bool {
    println!("    trying `rustup target add {triple}`");
    in_path("rustup") && succeeds(Command::new("rustup").args(["target", "add", triple])) && has_target(triple)
}

/// The tracing and the sanitizer are options of nightly compilers only.
pub(super) fn nightly() -> Result<()> {
    if !succeeds(Command::new("rustup").args(["run", "nightly", "rustc", "--version"])) {
        let hint = "a nightly compiler is missing: run `rustup toolchain install nightly --profile minimal`";
        run(Command::new("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]), hint)?;
    }
    Ok(())
}

/// rustup's minimal profile leaves out what formats and lints.
pub(super) fn components() -> Result<()> {
    let missing = |verb| !succeeds(cargo().args([verb, "--version"]));
    if missing("fmt") || missing("clippy") {
        let hint = "rustfmt and clippy are missing: run `rustup component add rustfmt clippy`";
        run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]), hint)?;
    }
    Ok(())
}
