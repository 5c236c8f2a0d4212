//! Sizes of what is shipped to the webview.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Most bytes the interface's module may have.
const MAX_RAW: u64 = 1_500_000;

/// Prints the module's size and fails where it is over the limit.
pub(crate) fn check_size(module: &Path) -> Result<()> {
    let raw = fs::metadata(module).with_context(|| format!("{} is missing", module.display()))?.len();
    println!("    the interface: {} kB of WebAssembly (limit {} kB)", raw / 1000, MAX_RAW / 1000);
    if raw > MAX_RAW {
        bail!("the interface has {raw} bytes, more than {MAX_RAW}: look for what grew it");
    }
    Ok(())
}
