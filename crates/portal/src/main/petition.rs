//! What the office does with petitions: `cds-portal petition`.

use std::io::Write;
use std::path::PathBuf;

use cds_portal::environment::SystemClock;
use cds_portal::office::{self, OfficePetition};
use cds_wire::Sensitive;
use cds_wire::petition::PetitionStatus;
use clap::Subcommand;

use super::{name, open};

#[derive(Subcommand)]
pub(crate) enum Petition {
    /// List all petitions with id, status, code, category and place.
    List {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Show what the citizen wrote, and the names of the photographs that came with it.
    Show {
        /// The petition's code or id.
        code: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Move a petition to another status.
    Advance {
        /// The petition's code or id.
        code: String,
        /// The new status: processing, answered or refused.
        #[arg(long, value_parser = status)]
        status: PetitionStatus,
        /// What the citizen is told: the answer, or why it is not taken up; needed with both.
        #[arg(long)]
        note: Option<String>,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Petition {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        match self {
            Self::List { data } => {
                for OfficePetition { id, record } in office::petitions(&open(&data)?)? {
                    let code = record.code.as_ref().map_or("-", |code| code.reveal());
                    let (status, category) = (name(&record.status), name(&record.category));
                    writeln!(out, "{id}  {status:<10}  {code:<27}  {category:<18}  {}", record.place.reveal())?;
                }
            }
            Self::Show { code, data } => {
                let (_, submitted) = office::submitted_petition(&open(&data)?, &code)?;
                writeln!(
                    out,
                    "{}\n{}\n{}",
                    name(&submitted.category),
                    submitted.place.reveal(),
                    submitted.text.reveal()
                )?;
                for attachment in &submitted.attachments {
                    writeln!(out, "+ {} ({} bytes)", attachment.name, attachment.size)?;
                }
            }
            Self::Advance { code, status, note, data } => {
                office::advance_petition(&open(&data)?, &SystemClock, &code, status, note.map(Sensitive::new))?;
            }
        }
        Ok(())
    }
}

fn status(text: &str) -> Result<PetitionStatus, &'static str> {
    let known = [PetitionStatus::Processing, PetitionStatus::Answered, PetitionStatus::Refused];
    known.into_iter().find(|status| name(status) == text).ok_or("it is one of processing, answered and refused")
}
