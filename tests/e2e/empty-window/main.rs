//! A window with an empty page: what `cargo xtask bench unlock` compares with. Prints a line once the page is there.

#![expect(clippy::print_stdout, reason = "the line is what it is for")]

use tauri::webview::PageLoadEvent;

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .on_page_load(|_, page| {
            if page.event() == PageLoadEvent::Finished {
                println!("loaded");
            }
        })
        .run(tauri::generate_context!("tests/e2e/empty-window/tauri.conf.json"))
}
