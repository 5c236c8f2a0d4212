//! `cds petition`.

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Petition {
    /// Begin one, with the citizen's own commune: a draft in the form of petitions.
    New,
    /// Show one with its time line and the office's answer.
    Show {
        /// The petition's id or code.
        id: String,
    },
}
