//! Type-checking the whole app for the systems that cannot be built here.
//!
//! Nothing is linked. C code (SQLite with SQLCipher, ring) is compiled by zig's C compiler, so that the features that
//! ship are the ones that are checked; what zig lacks of a platform's headers is made up for in [`sysroot`].

mod sysroot;

use std::path::Path;

use anyhow::{Context, Result};

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

/// Checks every target whose inputs have changed, or all of them.
pub(crate) fn check(force: bool) -> Result<()> {
    // The page is embedded when the shell compiles; its content does not matter to a type check.
    if !Path::new("ui/dist/index.html").exists() {
        std::fs::create_dir_all("ui/dist")?;
        std::fs::copy("ui/index.html", "ui/dist/index.html").context("ui/index.html is missing")?;
    }
    for target in TARGETS {
        let toolchain = toolchain_for(target.triple)?;
        let stamp = Stamp::of(in_target(&format!("check-{}", target.triple)), INPUTS, &[toolchain.version()?])?;
        if stamp.is_fresh() && !force {
            println!("==> type check for {}: nothing changed", target.name);
            continue;
        }
        step(&format!("type check for {}", target.name), || check_one(target, toolchain))?;
        stamp.keep()?;
    }
    println!("    left out, since it needs a phone or its maker's tools: linking, packaging, running");
    Ok(())
}

fn check_one(target: &Target, toolchain: Toolchain) -> Result<()> {
    let mut check = toolchain.cargo("check", target.triple, target.panic);
    check.args(["--package", "congdanso", "--lib", "--target-dir"]).arg(target_dir().join("check"));
    for (name, value) in sysroot::environment(target.triple, target.zig)? {
        check.env(name, value);
    }
    run(&mut check, "the lines above say what does not compile there")
}
