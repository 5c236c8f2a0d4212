//! `cds-bench`: measurements of Công Dân Số against peers.

mod code;
mod dossiers;
mod pictures;
mod search;
mod sync;
mod views;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((name, [])) if name == "dossiers" => dossiers::run(),
        Some((name, rest)) if name == "code" => code::run(rest),
        Some((name, rest)) if name == "pictures" => pictures::run(rest),
        Some((name, rest)) if name == "search" => search::run(rest),
        Some((name, rest)) if name == "sync" => sync::run(rest),
        Some((name, [])) if name == "views" => views::run(),
        // What `sync` starts at the far end of the link.
        Some((name, rest)) if name == "client" => sync::client::run(rest),
        _ => bail!("name a benchmark: code, dossiers, pictures, search, sync, views"),
    }
}
