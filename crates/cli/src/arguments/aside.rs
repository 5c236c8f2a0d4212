//! `cds aside`.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Aside {
    /// Delete one with all that is in it.
    Drop {
        /// Its id in the list.
        id: String,
    },
    /// Put one in the place of the present vault, which is set aside in turn. Wants its passphrase, or its PIN and its keystore entry.
    BringBack {
        /// Its id in the list.
        id: String,
        /// File whose first line is its PIN or passphrase; without it it is asked for.
        #[arg(long)]
        its_pin_file: Option<PathBuf>,
    },
}
