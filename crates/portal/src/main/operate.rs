//! `cds-portal trust` and `cds-portal backup`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use cds_portal::environment::{OsRng, SystemClock};
use cds_portal::keys::ProvinceKeys;
use cds_portal::{backup, demo};
use clap::{Args, Subcommand};

use super::open;

#[derive(Subcommand)]
pub(crate) enum Trust {
    /// Write root key and trust list as JSON, for checkers without a network and for builds of the app.
    Export {
        /// File to write.
        file: PathBuf,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Trust {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Export { file, data } = self;
        let keys = ProvinceKeys::load(&open(&data)?, &OsRng, &SystemClock, demo::issuer()?)?;
        fs::write(&file, serde_json::to_vec_pretty(&keys.trust)?).context("the file cannot be written")
    }
}

#[derive(Args)]
pub(crate) struct Backup {
    /// Folder that the copy goes into; the one of an earlier backup is replaced.
    folder: PathBuf,
    /// Folder of the database.
    #[arg(long)]
    data: PathBuf,
}

impl Backup {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(backup::backup(&open(&self.data)?, &self.folder)?)
    }
}
