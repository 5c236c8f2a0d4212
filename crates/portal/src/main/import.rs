//! `cds-portal import` and `procedure`: national data from files, and what is no longer to be filed.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use cds_portal::catalogue::{self, PackInfo};
use cds_portal::environment::{OsRng, SystemClock};
use cds_portal::import::{self, ImportReport};
use cds_portal::keys::ProvinceKeys;
use cds_portal::{SqliteStorage, Storage, demo};
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Import {
    /// Take procedures from a file of the national catalogue, JSON, plain or packed with gzip.
    Procedures {
        /// The file.
        file: PathBuf,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Take a made-up catalogue of the national one's size and extremes, for measurements and for looking at.
    MadeUp {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Take a province and its communes from a file, JSON, plain or packed with gzip.
    Units {
        /// The file.
        file: PathBuf,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Procedure {
    /// Write the pack of the essential services that travels inside the app to standard output.
    BasePack,
    /// Take a procedure out of the catalogue: it is no longer to be filed.
    Close {
        /// Its code.
        code: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Procedure {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        match self {
            Self::BasePack => Ok(std::io::stdout().write_all(&demo::base_pack()?.bytes)?),
            Self::Close { code, data } => {
                let (storage, keys) = with_keys(data)?;
                print_pack(&catalogue::close(&storage, &keys, code)?)
            }
        }
    }
}

impl Import {
    /// Does it, and prints what became of the records. Fails where none is taken.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        match self {
            Self::Procedures { file, data } => {
                let (procedures, report) = import::procedures::read(&read(file)?)?;
                print("procedures", &report)?;
                ensure!(report.kept > 0, "nothing was taken from the file");
                let (storage, keys) = with_keys(data)?;
                print_pack(&catalogue::publish(&storage, &keys, &procedures)?)?;
            }
            Self::MadeUp { data } => {
                let (storage, keys) = with_keys(data)?;
                print_pack(&catalogue::publish(&storage, &keys, &demo::national(demo::NATIONAL, 1))?)?;
            }
            Self::Units { file, data } => {
                let (units, report) = import::units::read(&read(file)?)?;
                print("units", &report)?;
                ensure!(report.kept > 0, "nothing was taken from the file");
                let storage: &dyn Storage = &crate::open(data)?;
                storage.write(|tx| tx.put_units(&units))?;
            }
        }
        Ok(())
    }
}

fn with_keys(data: &Path) -> anyhow::Result<(SqliteStorage, ProvinceKeys)> {
    let storage = crate::open(data)?;
    let keys = ProvinceKeys::load(&storage, &OsRng, &SystemClock, demo::issuer()?)?;
    Ok((storage, keys))
}

fn print_pack(pack: &PackInfo) -> anyhow::Result<()> {
    let PackInfo { version, procedures, size, .. } = pack;
    Ok(writeln!(std::io::stdout(), "catalogue {version}: {procedures} procedures in {size} bytes")?)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(import::unpack(bytes)?)
}

fn print(what: &str, report: &ImportReport) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} {what} taken, {} refused", report.kept, report.refused.len())?;
    for (mark, count) in &report.marked {
        writeln!(out, "  {count:>5}  {mark}")?;
    }
    for refused in &report.refused {
        writeln!(out, "  refused {}: {}", refused.record, refused.reason)?;
    }
    Ok(())
}
