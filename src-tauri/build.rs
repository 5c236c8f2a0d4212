//! Gives Tauri the list of commands, so that each needs a permission in `tauri.conf.json` to be called.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(cds_wire::ipc::COMMAND_NAMES);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error=Tauri's build step failed (was the interface built? `cargo xtask ui`): {error:#}");
    }
}
