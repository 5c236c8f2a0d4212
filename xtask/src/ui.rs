//! Building the interface: compile to WebAssembly, bind, shrink, and lay out beside the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup::{Toolchain, module, toolchain_for_interface};
use crate::shell::{cargo, read, run, step, target_dir};
use crate::stamp::Stamp;

const TRIPLE: &str = "wasm32-unknown-unknown";
/// Most bytes that the module may have, and most that it may come to under brotli: what the design compares with the module of
/// an app with one command.
const MODULE: [u64; 2] = [1_500_000, 450_000];
/// The same of the words of both languages, which lie beside it.
const WORDS: [u64; 2] = [130_000, 30_000];
/// What node is asked for the second: its brotli is the one that is at hand everywhere this builds.
const PACKED_SIZE: &str = "const { readFileSync } = require('node:fs');
    const { brotliCompressSync } = require('node:zlib');
    console.log(brotliCompressSync(readFileSync(process.argv[1])).length);";
/// What the shell embeds.
const DIST: &str = "ui/dist";

/// What the module is made of.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "assets",
    "crates/scan",
    "crates/vn",
    "crates/wire",
    "ui",
    "xtask/bindgen",
    "xtask/npm/package-lock.json",
    "xtask/src/setup/rust.rs",
    "xtask/src/ui.rs",
];

/// What the compiler may emit and every webview we run in understands. Naming them all (`--all-features`) makes WebKit
/// refuse the module.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the interface into `ui/dist`, unless nothing it is made of has changed.
pub(crate) fn build() -> Result<()> {
    let toolchain = toolchain_for_interface()?;
    let stamp = Stamp::of(
        PathBuf::from("ui/.dist-stamp"),
        INPUTS,
        &[toolchain.version()?, toolchain.has_source().to_string()],
    )?;
    let dist = Path::new(DIST);
    if stamp.is_fresh() && is_whole(dist) {
        println!("==> interface: nothing changed");
        return check_size(dist, toolchain);
    }
    let folder = target_dir().join("ui");
    let words = folder.join("words");
    step("interface: compiling to WebAssembly", || {
        let mut compile = toolchain.cargo("build", TRIPLE, "panic_abort");
        compile.args(["--package", "cds-ui", "--profile", "wasm", "--target-dir"]).arg(&folder);
        make_small(&mut compile, toolchain);
        // Its build lays the words out there.
        compile.env("CDS_WORDS_DIR", std::path::absolute(&words)?);
        if let Some(linker) = toolchain.wasm_linker()? {
            compile.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        run(&mut compile, "the lines above say where the interface does not compile")
    })?;
    let compiled = folder.join(TRIPLE).join("wasm/cds-ui.wasm");
    let bound = folder.join("bound");
    if bound.exists() {
        fs::remove_dir_all(&bound).context("what an earlier build bound could not be removed")?;
    }
    step("interface: binding to the webview", || {
        let mut bind = cargo();
        bind.args(["run", "--quiet", "--package", "cds-bindgen", "--"]).arg(&compiled).arg(&bound);
        run(&mut bind, "set wasm-bindgen and wasm-bindgen-cli-support in Cargo.toml to the same version")
    })?;
    step("interface: shrinking", || {
        let mut shrink = Command::new("node");
        shrink.arg(module("binaryen/bin/wasm-opt")?).args(["-Oz", "--converge"]).args(WASM_FEATURES);
        shrink.arg(bound.join("cds_ui_bg.wasm")).arg("-o").arg(bound.join("small.wasm"));
        run(&mut shrink, "wasm-opt failed; run `cargo xtask setup`")
    })?;
    lay_out(dist, &bound, &words)?;
    check_size(dist, toolchain)?;
    stamp.keep()
}

/// Asks for options of the compiler that are not stable yet and make the module small. A panic in it is a trap, without a
/// place and without words: nobody reads these in a webview, and `boot.js` tells the citizen.
fn make_small(compile: &mut Command, toolchain: Toolchain) {
    let mut flags = vec!["-Zlocation-detail=none", "-Zfmt-debug=none"];
    if toolchain.has_source() {
        flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort"]);
        if toolchain == Toolchain::Rustup {
            compile.arg("-Zbuild-std=std,panic_abort");
        }
        compile.arg("-Zbuild-std-features=optimize_for_size");
    }
    compile.env("RUSTC_BOOTSTRAP", "1").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
}

/// Whether what the page loads first, and one of each folder, is there.
fn is_whole(dist: &Path) -> bool {
    ["index.html", "boot.js", "cds_ui.js", "cds_ui_bg.wasm", "styles/base.css", "fonts", "snippets", "words/vi.txt"]
        .iter()
        .all(|name| dist.join(name).exists())
}

fn lay_out(dist: &Path, bound: &Path, words: &Path) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).context("the old interface could not be removed")?;
    }
    fs::create_dir_all(dist)?;
    fs::copy(bound.join("small.wasm"), dist.join("cds_ui_bg.wasm"))?;
    fs::copy(bound.join("cds_ui.js"), dist.join("cds_ui.js"))?;
    for page in ["index.html", "boot.js"] {
        fs::copy(Path::new("ui").join(page), dist.join(page)).with_context(|| format!("ui/{page} is missing"))?;
    }
    copy_folder(&bound.join("snippets"), &dist.join("snippets"))?;
    for folder in ["styles", "fonts"] {
        copy_folder(&Path::new("assets").join(folder), &dist.join(folder))?;
    }
    copy_folder(words, &dist.join("words"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} is missing", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Prints what module and words come to, as they are and as they would travel, and fails where one is over its limit. With the
/// library as it comes, without its source, the module is some 20 kB larger.
fn check_size(dist: &Path, toolchain: Toolchain) -> Result<()> {
    let parts: [(&str, &[&str], [u64; 2]); 2] =
        [("WebAssembly", &["cds_ui_bg.wasm"], MODULE), ("words", &["words/vi.txt", "words/en.txt"], WORDS)];
    for (what, files, most) in parts {
        let mut bytes = [0, 0];
        for file in files {
            let file = dist.join(file);
            bytes[0] += fs::metadata(&file).with_context(|| format!("{} is missing", file.display()))?.len();
            let size =
                read(Command::new("node").args(["-e", PACKED_SIZE]).arg(&file), "node could not pack the interface")?;
            bytes[1] += size.trim().parse::<u64>().context("node prints a number")?;
        }
        for ((bytes, most), how) in bytes.into_iter().zip(most).zip(["as they are", "under brotli"]) {
            println!("    the interface: {} kB of {what} {how} (limit {} kB)", bytes / 1000, most / 1000);
            if bytes > most {
                let hint = if toolchain.has_source() {
                    "look for what grew it"
                } else {
                    "run `rustup component add rust-src`"
                };
                bail!("the interface has {bytes} bytes of {what} {how}, more than {most}: {hint}");
            }
        }
    }
    Ok(())
}
