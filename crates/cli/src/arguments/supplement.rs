//! `cds supplement`.

use clap::Args;

use super::values::pair;

#[derive(Args)]
pub(crate) struct Supplement {
    /// The dossier's id or code.
    pub(crate) dossier: String,
    /// What the office should know.
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// A paper from a file, under the name by which the office asks for it.
    #[arg(long = "attach", value_name = "NAME=FILE", value_parser = pair)]
    pub(crate) attachments: Vec<(String, String)>,
    /// A kept paper, likewise.
    #[arg(long = "paper", value_name = "NAME=PAPER_ID", value_parser = pair)]
    pub(crate) papers: Vec<(String, String)>,
    /// Keep it as a draft and confirm nothing yet.
    #[arg(long)]
    pub(crate) draft_only: bool,
}
