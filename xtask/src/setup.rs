//! Installing what the machine lacks. Quick where nothing is missing.

mod debian;
mod node;
mod python;
mod rust;

use anyhow::Result;

use crate::shell::step;

pub(crate) use node::module;
pub(crate) use python::tool;
pub(crate) use rust::{Toolchain, toolchain_for, toolchain_for_interface};

/// What the shell links and what a window needs.
const WINDOW: &[&str] = &[
    "build-essential",
    "libayatana-appindicator3-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "perl",
    "pkg-config",
];

/// What drives a real window without a screen, with a keystore.
const VIRTUAL_WINDOW: &[&str] = &["dbus-daemon", "gnome-keyring", "webkit2gtk-driver", "xvfb"];

/// What the type checks for other systems need, and a SQLite without encryption for the test that it is refused.
const CHECKS: &[&str] = &["binutils-mingw-w64-x86-64", "libsqlite3-dev", "libssl-dev"];

/// A reader of codes that is not ours: a test's judge and a benchmark's peer.
const OTHER_READER: &[&str] = &["zbar-tools"];

/// What reads pages that were photographed, and a peer that makes photographs small: for a benchmark alone.
const READER_OF_PAGES: &[&str] = &["imagemagick", "tesseract-ocr", "tesseract-ocr-vie"];

/// Everything any command needs.
pub(crate) fn everything() -> Result<()> {
    debian::install(&[WINDOW, VIRTUAL_WINDOW, CHECKS, OTHER_READER].concat())?;
    for_interface()?;
    for_targets()?;
    step("setup: rustfmt and clippy", rust::components)
}

/// What building the app needs.
pub(crate) fn for_app() -> Result<()> {
    debian::install(WINDOW)?;
    for_interface()
}

/// What proving the tests needs: the one that runs them besides.
pub(crate) fn for_mutants() -> Result<()> {
    for_app()?;
    step("setup: packages from PyPI", python::install)
}

/// What driving the app without a screen needs.
pub(crate) fn for_virtual_window() -> Result<()> {
    debian::install(&[WINDOW, VIRTUAL_WINDOW].concat())?;
    for_interface()
}

/// What `bench code` needs: the peer besides.
pub(crate) fn for_bench_of_codes() -> Result<()> {
    debian::install(OTHER_READER)?;
    for_app()
}

/// What `bench pictures` needs besides.
pub(crate) fn for_bench_of_pictures() -> Result<()> {
    debian::install(READER_OF_PAGES)?;
    for_app()
}

/// What building the interface needs.
pub(crate) fn for_interface() -> Result<()> {
    step("setup: WebAssembly compiler", || toolchain_for_interface().map(|found| found.announce()))?;
    step("setup: packages from npm", node::install)
}

/// What fuzzing needs.
pub(crate) fn for_fuzzing() -> Result<()> {
    debian::install(&["g++", "libssl-dev"])?;
    step("setup: packages from PyPI", python::install)?;
    step("setup: a nightly compiler, which can trace what a target reaches", rust::nightly)
}

/// What checking the other systems needs.
pub(crate) fn for_targets() -> Result<()> {
    debian::install(CHECKS)?;
    step("setup: packages from PyPI", python::install)?;
    for target in crate::targets::TARGETS {
        step(&format!("setup: compiler for {}", target.triple), || {
            toolchain_for(target.triple).map(|found| found.announce())
        })?;
    }
    Ok(())
}
