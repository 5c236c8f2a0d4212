//! A portal with its citizens, and their devices, made once and copied for each lane.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cds_core::IdleLimits;
use cds_portal::local::LocalPortal;
use cds_portal::storage::{Citizen, NewEntity, Storage, StorageError, audience};
use cds_portal::{Environment, demo};
use cds_wire::ipc::{RequestOtpArgs, SignInArgs};
use cds_wire::portal::{CatalogueRecord, Sex};

use super::client::{self, PASSPHRASE};
use super::data::{self, Entity};
use super::options::Options;
use super::peers::Installed;
use super::plan::{MANY, Row};

/// The citizen with many changes.
pub const ABSENT: u64 = 91;

/// A folder with a portal's data, homes of devices, and the same entities for peers.
pub struct Template {
    folder: tempfile::TempDir,
    pub peers: Option<Installed>,
}

/// What lies in such a folder, or in a copy of it.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn portal(&self) -> PathBuf {
        self.0.join("portal")
    }

    /// A device of the citizen of a seed, in step with the portal.
    pub fn home(&self, seed: u64) -> PathBuf {
        self.0.join(format!("home-{seed}"))
    }

    /// Another, that has signed in and nothing more.
    pub fn fresh(&self, seed: u64) -> PathBuf {
        self.0.join(format!("fresh-{seed}"))
    }

    /// The citizen's entities, one a line.
    pub fn records(&self, seed: u64) -> PathBuf {
        self.0.join(format!("records-{seed}.jsonl"))
    }

    /// A place for what a run makes.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Template {
    pub fn make(options: &Options, peers: Option<Installed>) -> Result<Self> {
        let template = Self { folder: tempfile::Builder::new().prefix("cds-bench-").tempdir()?, peers };
        let folder = Folder(template.folder.path().to_owned());
        let portal = Portal::start(&folder.portal())?;
        let many = options.rows.contains(&Row::Many);
        let seeds = (1..=options.runs.next_multiple_of(4)).chain(many.then_some(ABSENT));
        for seed in seeds.clone() {
            let entities = data::entities(seed)?;
            portal.add_citizen(seed, &entities)?;
            write_records(&folder.records(seed), &entities)?;
            portal.sign_in(&folder.home(seed), seed)?.sync()?;
            portal.sign_in(&folder.fresh(seed), seed)?;
        }
        // Everybody's alike and fetched once for months: a first pull of what is the citizen's own goes without it.
        portal.withdraw_catalogue()?;
        for seed in seeds {
            let app = client::app(&folder.home(seed), &portal.local.url(), IdleLimits::default())?;
            app.unlock(&PASSPHRASE.into())?;
            app.sync()?;
        }
        if many {
            portal.put(&portal.account(ABSENT)?, &data::changes(ABSENT, MANY)?)?;
        }
        Ok(template)
    }

    /// A copy for one lane.
    pub fn copy_to(&self, to: &Path) -> Result<Folder> {
        copy(self.folder.path(), to)?;
        Ok(Folder(to.to_owned()))
    }
}

/// The demonstration portal, inside this process while the template is made.
pub struct Portal {
    pub environment: Environment,
    pub local: LocalPortal,
}

impl Portal {
    pub fn start(data: &Path) -> Result<Self> {
        let environment = demo::open(data)?;
        let local = LocalPortal::serve(environment.clone(), data, None)?;
        Ok(Self { environment, local })
    }

    pub fn storage(&self) -> &dyn Storage {
        &*self.environment.storage
    }

    pub fn add_citizen(&self, seed: u64, entities: &[Entity]) -> Result<()> {
        let account = format!("00000000-0000-4000-8000-{seed:012}");
        let citizen = Citizen {
            account,
            personal_number: number(seed).as_str().into(),
            phone: phone(seed).as_str().into(),
            card_issue_date: "2021-05-20".into(),
            name: "Nông Thị Mai".into(),
            birth_date: "1990-09-02".into(),
            sex: cds_wire::Sensitive::new(Sex::Female),
            commune: "01576".to_owned(),
            commune_name: "Xã Quảng Uyên".to_owned(),
        };
        let account = self.storage().write(|tx| tx.add_citizen(&citizen))?;
        self.put(&account, entities)
    }

    fn account(&self, seed: u64) -> Result<String> {
        let citizen = self.storage().read(|tx| tx.citizen(&number(seed).as_str().into()))?;
        Ok(citizen.context("the citizen was added")?.account)
    }

    fn put(&self, account: &str, entities: &[Entity]) -> Result<()> {
        self.storage().write(|tx| {
            for entity in entities {
                let Entity { lane, kind, id, data } = entity;
                tx.put(account, &NewEntity { lane: *lane, kind, id, data: Some(data) })?;
            }
            Ok::<(), StorageError>(())
        })?;
        Ok(())
    }

    fn withdraw_catalogue(&self) -> Result<()> {
        let gone = NewEntity { lane: 2, kind: CatalogueRecord::KIND, id: "catalogue", data: None };
        self.storage().write(|tx| tx.put(audience::PROVINCE, &gone))?;
        Ok(())
    }

    pub fn sign_in(&self, home: &Path, seed: u64) -> Result<cds_core::App> {
        let app = client::app(home, &self.local.url(), IdleLimits::default())?;
        let (personal_number, phone) = (number(seed), phone(seed));
        app.request_otp(&RequestOtpArgs {
            personal_number: personal_number.as_str().into(),
            phone: phone.as_str().into(),
        })?;
        let otp = self.local.last_otp(&phone).context("the portal sends a one-time password")?;
        app.sign_in(&SignInArgs {
            personal_number: personal_number.as_str().into(),
            phone: phone.as_str().into(),
            card_issue_date: "20/5/2021".into(),
            otp: otp.as_str().into(),
        })?;
        app.create_vault(&PASSPHRASE.into())?;
        Ok(app)
    }
}

fn number(seed: u64) -> String {
    format!("0040900010{seed:02}")
}

fn phone(seed: u64) -> String {
    format!("09000010{seed:02}")
}

fn write_records(path: &Path, entities: &[Entity]) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for entity in entities {
        serde_json::to_writer(&mut file, entity)?;
        file.write_all(b"\n")?;
    }
    Ok(file.flush()?)
}

/// Copies a folder with all that is in it, over what was there.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
