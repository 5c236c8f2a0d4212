//! `cds-portal trust` and `cds-portal backup`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use cds_identity::KeyUse;
use cds_portal::environment::{OsRng, SystemClock};
use cds_portal::keys::{self, ProvinceKeys};
use cds_portal::{backup, demo, status};
use cds_wire::{Bytes, portal as wire};
use clap::{Args, Subcommand};

use super::open;

#[derive(Subcommand)]
pub(crate) enum Trust {
    /// Write root key, trust list and status list as JSON, for checkers without a network and for builds of the app.
    Export {
        /// File to write.
        file: PathBuf,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Make a new key, which signs from now on; what the one before has signed stays good.
    Rotate {
        /// What it signs: credential, status, receipt, pack or alert.
        #[arg(value_name = "USE", value_parser = key_use)]
        key_use: KeyUse,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Trust {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Export { file, data } => {
                let storage = open(&data)?;
                let keys = ProvinceKeys::load(&storage, &OsRng, &SystemClock, demo::issuer()?)?;
                let status = Some(Bytes(status::newest(&storage, &keys, &SystemClock)?.list));
                let trust = wire::Trust { status, ..keys.trust };
                fs::write(&file, serde_json::to_vec_pretty(&trust)?).context("the file cannot be written")
            }
            Self::Rotate { key_use, data } => {
                let storage = open(&data)?;
                let keys = ProvinceKeys::load(&storage, &OsRng, &SystemClock, demo::issuer()?)?;
                Ok(keys.rotate(&storage, &OsRng, &SystemClock, key_use)?)
            }
        }
    }
}

fn key_use(name: &str) -> Result<KeyUse, &'static str> {
    keys::use_named(name).ok_or("one of credential, status, receipt, pack and alert")
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
