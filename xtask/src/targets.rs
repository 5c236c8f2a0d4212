//! Type-checking the whole app for the systems that cannot be built here.
//!
//! Nothing is linked. C code (SQLite with SQLCipher, ring) is compiled by zig's C compiler, so that the features that
//! ship are the ones that are checked; what zig lacks of a platform's headers is made up for in [`sysroot`].

mod sysroot;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::setup::{Toolchain, toolchain_for};
use crate::shell::{run, step, target_dir};
use crate::stamp::{Stamp, in_target};

/// A system that is checked.
pub(crate) struct Target {
    /// Rust's name of it.
    pub(crate) triple: &'static str,
    /// Its name among people.
    name: &'static str,
    /// The target under which zig compiles C for it.
    zig: &'static str,
    /// The panic runtime, where the library is built from source.
    panic: &'static str,
}

pub(crate) const TARGETS: &[Target] = &[
    Target { triple: "aarch64-linux-android", name: "Android", zig: "aarch64-linux-musl", panic: "panic_unwind" },
    Target { triple: "aarch64-apple-ios", name: "iOS", zig: "aarch64-macos", panic: "panic_unwind" },
    Target { triple: "x86_64-pc-windows-gnu", name: "Windows", zig: "x86_64-windows-gnu", panic: "panic_unwind" },
];

/// What the app is made of.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "assets/trust",
    "crates/codec",
    "crates/core",
    "crates/identity",
    "crates/scan",
    "crates/vn",
    "crates/wire",
    "icons",
    "src-tauri",
    "tauri.conf.json",
    "xtask/requirements.txt",
    "xtask/src/setup/rust.rs",
    "xtask/src/targets",
    "xtask/src/targets.rs",
];

/// C is compiled without optimisation here: nobody runs it.
const PLAIN_C: &[&str] =
    &["profile.dev.package.libsqlite3-sys.opt-level=0", "profile.dev.package.zstd-sys.opt-level=0"];

/// Checks all targets, unless nothing of their inputs has changed.
pub(crate) fn check(force: bool) -> Result<()> {
    // The page is embedded when the shell compiles; its content does not matter to a type check.
    if !Path::new("ui/dist/index.html").exists() {
        std::fs::create_dir_all("ui/dist")?;
        std::fs::copy("ui/index.html", "ui/dist/index.html").context("ui/index.html is missing")?;
    }
    let mut served: Vec<(Toolchain, Vec<&Target>)> = Vec::new();
    let mut versions = Vec::new();
    for target in TARGETS {
        let toolchain = toolchain_for(target.triple)?;
        versions.push(toolchain.version()?);
        match served.iter_mut().find(|(known, _)| *known == toolchain) {
            Some((_, targets)) => targets.push(target),
            None => served.push((toolchain, vec![target])),
        }
    }
    let names = TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
    let stamp = Stamp::of(in_target("check-targets"), INPUTS, &versions)?;
    if stamp.is_fresh() && !force {
        println!("==> type check for {names}: nothing changed");
    } else {
        for (toolchain, targets) in &served {
            let names = targets.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
            step(&format!("type check for {names}"), || check_all(*toolchain, targets))?;
        }
        stamp.keep()?;
    }
    println!("    left out, since it needs a phone or its maker's tools: linking, packaging, running");
    Ok(())
}

/// All in one go: what runs on this machine, macros and build scripts, is compiled once for all of them. Where that
/// fails, one after another, so that it is said which.
fn check_all(toolchain: Toolchain, targets: &[&Target]) -> Result<()> {
    if check_some(toolchain, targets).is_ok() {
        return Ok(());
    }
    for target in targets {
        step(&format!("type check for {} alone", target.name), || check_some(toolchain, &[target]))?;
    }
    bail!("they only compile one by one; run `cargo xtask check-targets --force` again")
}

fn check_some(toolchain: Toolchain, targets: &[&Target]) -> Result<()> {
    let [first, others @ ..] = targets else { return Ok(()) };
    let mut check = toolchain.cargo("check", first.triple, first.panic);
    for target in others {
        check.args(["--target", target.triple]);
    }
    check.args(["--package", "congdanso", "--lib", "--target-dir"]).arg(target_dir().join("check"));
    for plain in PLAIN_C {
        check.args(["--config", plain]);
    }
    check.envs(sysroot::environment(targets)?);
    run(&mut check, "the lines above say what does not compile there")
}
