//! `cds-bindgen IN OUT`: wasm-bindgen for the interface, locked to the same version as the library.

use std::path::PathBuf;

use anyhow::Context;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (input, output) = (arguments.next(), arguments.next());
    let (input, output) = (input.context("name the compiled module")?, output.context("name the output folder")?);
    Bindgen::new().input_path(input).out_name("cds_ui").web(true)?.typescript(false).generate(output)
}
