//! A small province whose portal always says the same: its clock goes by one second with each request, and its
//! randomness is a row of hashes.

use std::io;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use cds_portal::catalogue::{Pack, PackInfo};
use cds_portal::environment::{Limits, NoRandomness};
use cds_portal::keys::{Issuer, ProvinceKeys};
use cds_portal::local::LocalPortal;
use cds_portal::office::{self, NewAlert};
use cds_portal::otp::OtpSender;
use cds_portal::storage::{Agency, Citizen, StorageError};
use cds_portal::{Clock, DATABASE, Environment, Rng, SqliteStorage, Storage};
use cds_wire::portal::Sex;
use cds_wire::procedure::Procedure;
use cds_wire::{Digest, Sensitive};
use sha2::Digest as _;

use crate::http::Message;

/// 2026-10-20T08:00:00+07:00.
const BEGIN: i64 = 1_792_458_000_000;
const SECOND: i64 = 1000;
const DAY: i64 = 24 * 60 * 60 * SECOND;

pub(crate) const NUMBER: &str = "004090000001";
pub(crate) const PHONE: &str = "0900000001";
pub(crate) const ISSUED: &str = "2021-05-20";
pub(crate) const PROCEDURE: &str = "1.001193";

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct Hashes(AtomicU64);

impl Rng for Hashes {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in buffer.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let bytes = sha2::Sha256::digest(number.to_be_bytes());
            chunk.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        }
        Ok(())
    }
}

/// Keeps the last one-time password.
#[derive(Default)]
struct Phone(Mutex<String>);

impl OtpSender for Phone {
    fn send(&self, _: &Sensitive, code: &Sensitive, _: i64) -> io::Result<()> {
        code.reveal().clone_into(&mut self.0.lock().expect("nobody panicked"));
        Ok(())
    }

    fn pretend(&self, _: &Sensitive, _: &Sensitive, _: i64) -> io::Result<()> {
        Ok(())
    }
}

/// The portal.
pub(crate) struct Province {
    portal: LocalPortal,
    clock: Arc<SetClock>,
    phone: Arc<Phone>,
    _folder: tempfile::TempDir,
}

impl Province {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(SetClock(AtomicI64::new(BEGIN)));
        let rng = Arc::new(Hashes(AtomicU64::new(0)));
        let phone = Arc::new(Phone::default());
        let storage: Arc<dyn Storage> =
            Arc::new(SqliteStorage::open(&folder.path().join(DATABASE)).expect("a database"));
        let (secret, generation) = storage.write(|tx| tx.portal(&*rng)).expect("a secret");
        let issuer = Issuer { id: "VN-04".to_owned(), name: "Tỉnh Cao Bằng".to_owned() };
        let keys = Arc::new(ProvinceKeys::load(&*storage, &*rng, &*clock, issuer).expect("keys"));
        populate(&*storage, &*clock);
        let environment = Environment {
            clock: clock.clone(),
            rng,
            storage,
            otp_sender: phone.clone(),
            keys,
            secret,
            generation,
            payments: None,
            limits: Limits::default(),
            demo: false,
        };
        let portal = LocalPortal::serve(environment, folder.path(), None).expect("the portal starts");
        Self { portal, clock, phone, _folder: folder }
    }

    /// Asks, a second later than before.
    pub(crate) fn ask(&self, request: &Message) -> Message {
        self.clock.0.fetch_add(SECOND, Ordering::SeqCst);
        request.send(self.portal.url().trim_start_matches("http://"))
    }

    /// The one-time password that was sent last.
    pub(crate) fn otp(&self) -> String {
        self.phone.0.lock().expect("nobody panicked").clone()
    }
}

fn populate(storage: &dyn Storage, clock: &dyn Clock) {
    let text = |text: &str| text.to_owned();
    let citizen = Citizen {
        account: text("0b5a7c1e-6f0d-4c55-9a3e-0d6f5a1b2c3d"),
        personal_number: NUMBER.into(),
        phone: PHONE.into(),
        card_issue_date: ISSUED.into(),
        name: "Lý A Thí".into(),
        birth_date: "1990-02-14".into(),
        sex: Sensitive::new(Sex::Male),
        commune: text("01576"),
        commune_name: text("Xã Quảng Uyên"),
    };
    let agency = Agency {
        commune: text("01576"),
        code: text("H14.40.02"),
        name: text("Trung tâm Phục vụ hành chính công xã Quảng Uyên"),
    };
    let procedure: Procedure =
        serde_json::from_value(serde_json::json!({ "code": PROCEDURE, "name": "Đăng ký khai sinh" })).expect("enough");
    let bytes = b"a pack".to_vec();
    let sha256 = Digest(sha2::Sha256::digest(&bytes).into());
    let pack = Pack { info: PackInfo { version: 1, sha256, size: bytes.len() as u64, procedures: 1 }, bytes };
    let put = storage.write(|tx| {
        tx.add_citizen(&citizen)?;
        tx.put_agency(&agency)?;
        tx.replace_procedures(0, &[procedure], &pack)?;
        Ok::<_, StorageError>(())
    });
    put.expect("written");
    let alert = NewAlert {
        level: Some(2),
        event: text("Rét hại"),
        headline: text("Rét hại từ đêm 20/10"),
        description: text("Nhiệt độ thấp nhất 7–10 °C."),
        instruction: Some(text("Giữ ấm cho người già, trẻ em và gia súc.")),
        area: text("Toàn tỉnh"),
        sender: text("Đài Khí tượng Thủy văn tỉnh Cao Bằng"),
        lasts: 2 * DAY,
    };
    office::publish_alert(storage, clock, "2026-rh-07", None, alert).expect("published");
}
