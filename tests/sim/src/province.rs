//! The portal of a simulation: the real gateway over a real database in memory, and what offices do.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use cds_portal::environment::Limits;
use cds_portal::keys::{Issuer, ProvinceKeys};
use cds_portal::otp::OtpSender;
use cds_portal::storage::{Agency, Citizen, SqliteStorage, Storage};
use cds_portal::{Clock, Environment, catalogue};
use cds_wire::portal::Sex;
use cds_wire::procedure::Procedure;
use cds_wire::{Sensitive, UnixMillis};

use crate::dice::{Dice, PortalDice};

/// When every simulation begins: 2026-11-26.
const BEGIN: UnixMillis = 1_795_651_200_000;
/// A procedure that the catalogue has.
pub const PROCEDURES: [&str; 2] = ["1.001193", "2.000635"];
/// One that it has not.
pub const NO_PROCEDURE: &str = "9.999999";
/// The commune of the first citizen, and that of the second.
pub const COMMUNES: [&str; 2] = ["01273", "01290"];
const CARD_DATE: &str = "2021-05-20";

/// The one true clock.
#[derive(Debug, Default)]
pub struct TrueClock(AtomicI64);

impl TrueClock {
    /// Milliseconds since 1970.
    pub fn millis(&self) -> UnixMillis {
        self.0.load(Ordering::Relaxed)
    }

    /// Time passes.
    pub fn pass(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

impl Clock for TrueClock {
    fn now(&self) -> UnixMillis {
        self.millis()
    }
}

/// Phones that receive one-time passwords.
#[derive(Debug, Default)]
pub struct Phones(Mutex<BTreeMap<String, String>>);

impl OtpSender for Phones {
    fn send(&self, phone: &Sensitive, code: &Sensitive, _: UnixMillis) -> io::Result<()> {
        let mut phones = self.0.lock().map_err(|_| io::Error::other("poisoned"))?;
        phones.insert(phone.reveal().clone(), code.reveal().clone());
        Ok(())
    }

    fn pretend(&self, _: &Sensitive, _: &Sensitive, _: UnixMillis) -> io::Result<()> {
        Ok(())
    }
}

impl Phones {
    /// The newest password sent to a phone.
    pub fn last(&self, phone: &str) -> Result<String> {
        let phones = self.0.lock().map_err(|_| anyhow::anyhow!("a poisoned lock"))?;
        phones.get(phone).cloned().context("no password was sent")
    }
}

/// A person who may sign in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Personal number.
    pub number: String,
    /// Phone.
    pub phone: String,
    /// Issue date of the card.
    pub card_date: String,
    /// Pseudonym of the account.
    pub account: String,
    /// Commune of residence.
    pub commune: String,
}

/// The portal, and whom it serves.
pub struct Province {
    /// What the handlers take.
    pub environment: Environment,
    storage: Arc<SqliteStorage>,
    /// The true clock.
    pub clock: Arc<TrueClock>,
    /// Phones.
    pub phones: Arc<Phones>,
    /// Two citizens.
    pub people: Vec<Person>,
}

/// A province that was set up once: each simulation begins with a copy of it.
struct Template {
    storage: SqliteStorage,
    keys: Arc<ProvinceKeys>,
    secret: [u8; 32],
    generation: u64,
    people: Vec<Person>,
}

static TEMPLATE: OnceLock<Template> = OnceLock::new();

impl Province {
    /// The province at the beginning, with a generator of this seed.
    pub fn begin(seed: u64) -> Result<Self> {
        if TEMPLATE.get().is_none() {
            // Two threads may both make it; they make the same.
            let _ = TEMPLATE.set(template()?);
        }
        let Some(template) = TEMPLATE.get() else { bail!("the template was just made") };
        let storage = Arc::new(template.storage.copy_in_memory()?);
        let clock = Arc::new(TrueClock(AtomicI64::new(BEGIN)));
        let phones = Arc::new(Phones::default());
        let environment = Environment {
            clock: clock.clone(),
            rng: Arc::new(PortalDice(Mutex::new(Dice::new(!seed)))),
            storage: storage.clone(),
            otp_sender: phones.clone(),
            keys: template.keys.clone(),
            secret: template.secret,
            generation: template.generation,
            payments: None,
            limits: Limits { card_dates: 10_000, ..Limits::demonstration() },
            demo: true,
        };
        Ok(Self { environment, storage, clock, phones, people: template.people.clone() })
    }

    /// A copy of all that the portal holds.
    pub fn copy(&self) -> Result<SqliteStorage> {
        Ok(self.storage.copy_in_memory()?)
    }

    /// Puts the portal back to what a copy holds.
    pub fn restore(&mut self, copy: &SqliteStorage) -> Result<()> {
        self.storage = Arc::new(copy.copy_in_memory()?);
        self.environment.storage = self.storage.clone();
        Ok(())
    }

    /// The portal's storage.
    pub fn storage(&self) -> &dyn Storage {
        &*self.environment.storage
    }
}

fn template() -> Result<Template> {
    let storage = SqliteStorage::in_memory()?;
    let clock = TrueClock(AtomicI64::new(BEGIN));
    let rng = PortalDice(Mutex::new(Dice::new(0)));
    let handle: &dyn Storage = &storage;
    let (secret, generation) = handle.write(|tx| tx.portal(&rng))?;
    let issuer = Issuer { id: "VN-04".to_owned(), name: "Tỉnh Cao Bằng".to_owned() };
    let keys = Arc::new(ProvinceKeys::load(handle, &rng, &clock, issuer)?);
    let mut people = Vec::new();
    for (number, commune) in (1..).zip(COMMUNES) {
        let (personal_number, phone) = (format!("00409000000{number}"), format!("090000000{number}"));
        let account = handle.write(|tx| {
            tx.put_agency(&Agency {
                commune: commune.to_owned(),
                code: format!("H14.40.0{number}"),
                name: format!("Trung tâm Phục vụ hành chính công xã {number}"),
            })?;
            tx.add_citizen(&Citizen {
                account: Dice::new(number).id(),
                personal_number: personal_number.as_str().into(),
                phone: phone.as_str().into(),
                card_issue_date: CARD_DATE.into(),
                name: "Lý Thị Mỷ".into(),
                birth_date: "1990-02-03".into(),
                sex: Sensitive::new(Sex::Female),
                commune: commune.to_owned(),
                commune_name: format!("Xã {number}"),
            })
        })?;
        people.push(Person {
            number: personal_number,
            phone,
            card_date: CARD_DATE.to_owned(),
            account,
            commune: commune.to_owned(),
        });
    }
    catalogue::publish(handle, &keys, &PROCEDURES.map(procedure))?;
    Ok(Template { storage, keys, secret, generation, people })
}

/// A procedure of the catalogue.
pub fn procedure(code: &str) -> Procedure {
    let record = serde_json::json!({ "code": code, "name": format!("Thủ tục {code}") });
    serde_json::from_value(record).unwrap_or_else(|_| unreachable!("a procedure needs a code and a name"))
}
