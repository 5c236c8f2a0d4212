//! What an officer does: `cds-portal dossier`, `citizen`, `credential`, `alert` and `recovery`.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::anyhow;
use cds_portal::environment::{OsRng, SystemClock, random_id};
use cds_portal::office::{self, NewAlert, NewResult, OfficeDossier};
use cds_wire::Sensitive;
use cds_wire::dossier::DossierStatus;
use cds_wire::paper::PaperKind;
use cds_wire::portal::MAX_BLOB;
use clap::{Args, Subcommand};

use super::{name, open};

/// Digits of a personal number.
const PERSONAL_NUMBER: usize = 12;

#[derive(Subcommand)]
pub(crate) enum Dossier {
    /// List all dossiers with id, status, code and procedure.
    List {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Move a dossier to another status.
    Advance {
        /// The dossier's code, or its id where it has none yet.
        code: String,
        /// The new status, 1 to 10.
        #[arg(long)]
        status: u8,
        /// What the citizen is told; needed with 3, 5 and 8.
        #[arg(long)]
        note: Option<String>,
        /// Name of a paper that is asked for, with 5; may be repeated.
        #[arg(long = "paper", value_name = "NAME")]
        papers: Vec<String>,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Hand over a result: a paper that its citizen finds among theirs. The dossier moves to status 9.
    Result(HandOver),
}

#[derive(Args)]
pub(crate) struct HandOver {
    /// The dossier's code, or its id where it has none yet.
    code: String,
    /// The result: a JPEG or PNG picture, or a PDF.
    #[arg(long)]
    file: PathBuf,
    /// What it is, such as birth_certificate or other.
    #[arg(long, value_parser = kind)]
    kind: PaperKind,
    /// Its name, as its citizen reads it.
    #[arg(long)]
    title: String,
    /// The number that stands on it.
    #[arg(long)]
    number: Option<String>,
    /// Last day of validity, yyyy-MM-dd.
    #[arg(long)]
    expires: Option<String>,
    /// Folder of the database.
    #[arg(long)]
    data: PathBuf,
}

impl HandOver {
    fn run(self) -> anyhow::Result<()> {
        let Self { code, file, kind, title, number, expires, data } = self;
        let storage = open(&data)?;
        // No more of a file is read than tells that it is too large.
        let mut content = Vec::new();
        let file = File::open(file).map_err(|error| anyhow!("the file cannot be read: {}", error.kind()))?;
        file.take(MAX_BLOB + 1)
            .read_to_end(&mut content)
            .map_err(|error| anyhow!("the file cannot be read: {}", error.kind()))?;
        let (title, number) = (Sensitive::new(title), number.map(Sensitive::new));
        let result = NewResult { kind, title, number, expires_on: expires, content };
        let id = office::deliver(&storage, &SystemClock, &OsRng, &code, &result)?;
        Ok(writeln!(std::io::stdout(), "{id}")?)
    }
}

/// A kind of paper by its code.
fn kind(code: &str) -> anyhow::Result<PaperKind> {
    let known = PaperKind::ALL.iter().copied().find(|kind| name(kind) == code);
    known.ok_or_else(|| anyhow!("one of {}", PaperKind::ALL.iter().map(name).collect::<Vec<_>>().join(", ")))
}

impl Dossier {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List { data } => {
                let mut out = std::io::stdout().lock();
                for OfficeDossier { id, record } in office::dossiers(&open(&data)?)? {
                    let code = record.code.as_ref().map_or("-", |code| code.reveal());
                    let (status, name) = (record.status.number(), record.procedure_name.reveal());
                    writeln!(out, "{id}  {status:>2}  {code:<24}  {name}")?;
                }
            }
            Self::Advance { code, status, note, papers, data } => {
                let status = DossierStatus::try_from(status)?;
                office::ask(&open(&data)?, &SystemClock, &code, status, note.map(Sensitive::new), papers)?;
            }
            Self::Result(result) => result.run()?,
        }
        Ok(())
    }
}

#[derive(Subcommand)]
pub(crate) enum Citizen {
    /// Change the phone that a citizen's one-time passwords go to.
    SetPhone {
        /// Personal number.
        number: String,
        /// The new phone number.
        phone: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// End a device that was lost, for good.
    RevokeDevice {
        /// The device's id, as the citizen's other devices list it.
        device: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Citizen {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::SetPhone { number, phone, data } => office::set_phone(&open(&data)?, &number, &phone)?,
            Self::RevokeDevice { device, data } => office::revoke_device(&open(&data)?, &SystemClock, &device)?,
        }
        Ok(())
    }
}

#[derive(Subcommand)]
pub(crate) enum Credential {
    /// Withdraw credentials before their time: checkers call them invalid once they have the next status list.
    Revoke {
        /// A personal number, for all of that citizen's, of which the next sign-in gives new ones; or the index of one in
        /// the status list.
        #[arg(value_name = "PERSONAL_NUMBER|INDEX")]
        whose: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Credential {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Revoke { whose, data } = self;
        let storage = open(&data)?;
        let index = if whose.len() < PERSONAL_NUMBER { whose.parse().ok() } else { None };
        let withdrawn = match index {
            Some(index) => office::revoke_credential(&storage, &SystemClock, index)?,
            None => office::revoke_credentials(&storage, &SystemClock, &whose)?,
        };
        Ok(writeln!(std::io::stdout(), "{withdrawn} withdrawn")?)
    }
}

#[derive(Subcommand)]
pub(crate) enum Recovery {
    /// For a day, let a citizen sign in on a new device without the card's date and have the recovery key at once.
    Release {
        /// Personal number.
        number: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Recovery {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Release { number, data } = self;
        Ok(office::release(&open(&data)?, &SystemClock, &number)?)
    }
}

#[derive(Subcommand)]
pub(crate) enum Alert {
    /// Warn the province, or one commune.
    Publish(Publish),
}

#[derive(Args)]
pub(crate) struct Publish {
    /// Disaster risk level, 1 to 5; none for what is no disaster.
    #[arg(long)]
    level: Option<u8>,
    /// What it is about.
    #[arg(long)]
    event: String,
    /// One line.
    #[arg(long)]
    headline: String,
    /// What happens.
    #[arg(long)]
    description: String,
    /// What to do.
    #[arg(long)]
    instruction: Option<String>,
    /// Where, in words.
    #[arg(long)]
    area: String,
    /// Who warns.
    #[arg(long, default_value = "Ban chỉ huy phòng thủ dân sự tỉnh")]
    sender: String,
    /// Code of the commune whose people are warned; everyone in the province without it.
    #[arg(long)]
    commune: Option<String>,
    /// For how many hours it holds.
    #[arg(long)]
    hours: u16,
    /// Folder of the database.
    #[arg(long)]
    data: PathBuf,
}

impl Alert {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Publish(publish) = self;
        let Publish { level, event, headline, description, instruction, area, sender, commune, hours, data } = publish;
        let lasts = i64::from(hours) * 60 * 60 * 1000;
        let alert = NewAlert { level, event, headline, description, instruction, area, sender, lasts };
        let id = random_id(&OsRng)?;
        Ok(office::publish_alert(&open(&data)?, &SystemClock, &id, commune.as_deref(), alert)?)
    }
}
