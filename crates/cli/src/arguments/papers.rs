//! `cds paper`.

use std::path::PathBuf;

use cds_wire::paper::PaperKind;
use clap::{Args, Subcommand};

use super::Page;
use super::values::paper_kind;

#[derive(Subcommand)]
pub(crate) enum Paper {
    /// Keep a JPEG, PNG or PDF file; it goes to the portal with the next sync. Several pictures become one paper.
    Add(AddPaper),
    /// Show all that is known of a paper.
    Show {
        /// The paper's id.
        id: String,
    },
    /// Write a paper to a file. Whoever has the file can read it.
    Export {
        /// The paper's id.
        id: String,
        /// Where to; an existing file is not overwritten.
        file: PathBuf,
    },
    /// Delete a paper, here and at the portal.
    Delete {
        /// The paper's id.
        id: String,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args)]
pub(crate) struct AddPaper {
    /// The file, or the paper's pages in their order.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What it is: identity_card, birth_certificate, driving_licence, health_insurance, marriage_certificate,
    /// land_certificate, passport, diploma or other.
    #[arg(long, value_parser = paper_kind)]
    pub(crate) kind: PaperKind,
    /// Its name; without it, the file's.
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// The number that stands on it.
    #[arg(long)]
    pub(crate) number: Option<String>,
    /// Last day of validity: day/month/year.
    #[arg(long)]
    pub(crate) expires: Option<String>,
    /// Whose of the family it is, by id; without it, the citizen's.
    #[arg(long)]
    pub(crate) person: Option<String>,
    #[command(flatten)]
    pub(crate) page: Page,
}
