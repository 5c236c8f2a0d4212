//! `cds-bench dossiers`: reading a citizen's dossiers from the encrypted cache, against plain SQLite in the same run.
//!
//! Both hold the same generated dossiers in the same schema and are read by the same query; the peer is opened without
//! a key. What is reported is the ratio: the price of encryption on this path.

mod dossiers;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("dossiers") => dossiers::run(),
        _ => bail!("name a benchmark: dossiers"),
    }
}
