//! What the targets share: a form that is read and written the same, and a portal in memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use cds_identity::{Context, DeviceKey};
use cds_portal::catalogue::{Pack, PackInfo};
use cds_portal::environment::{Limits, NoRandomness};
use cds_portal::keys::{Issuer, ProvinceKeys};
use cds_portal::otp::OtpSender;
use cds_portal::seams::command_hash;
use cds_portal::storage::{Agency, Citizen, Device, StorageError};
use cds_portal::{Clock, Environment, Rng, SqliteStorage, Storage};
use cds_wire::portal::{Command, Sex};
use cds_wire::procedure::Procedure;
use cds_wire::{Bytes, Digest, Sensitive};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a message; what was read must be written so that it is read as the same.
pub fn read<T: Serialize + DeserializeOwned + PartialEq>(data: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(data).ok()?;
    let written = serde_json::to_vec(&value).expect("it has a form");
    let again: T = serde_json::from_slice(&written).expect("what was written is read");
    assert!(again == value, "it changed on the way");
    Some(value)
}

/// Holds that two values are the same, and shows neither: they may be long.
pub fn same<T: PartialEq>(what: &str, a: &T, b: &T) {
    assert!(a == b, "{what}: they differ");
}

const ACCOUNT: &str = "0b5a7c1e-6f0d-4c55-9a3e-0d6f5a1b2c3d";
const DEVICE: &str = "59245135-16a5-4934-b5ec-4a240610304a";
/// The token of the one device.
pub const TOKEN: &str = "token";
/// 2026-10-20T08:00:00+07:00.
pub const NOW: i64 = 1_792_458_000_000;

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        NOW
    }
}

struct Counting(AtomicU64);

impl Rng for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness> {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        buffer.iter_mut().zip(number.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

struct Nobody;

impl OtpSender for Nobody {
    fn send(&self, _: &Sensitive, _: &Sensitive, _: i64) -> std::io::Result<()> {
        Ok(())
    }

    fn pretend(&self, _: &Sensitive, _: &Sensitive, _: i64) -> std::io::Result<()> {
        Ok(())
    }
}

/// A portal with one citizen, one procedure and one device, as it was before anything happened.
pub fn portal() -> Environment {
    static FRESH: LazyLock<(SqliteStorage, Arc<ProvinceKeys>)> = LazyLock::new(|| fresh().expect("a portal"));
    let (storage, keys) = &*FRESH;
    Environment {
        clock: Arc::new(Still),
        rng: Arc::new(Counting(AtomicU64::new(0))),
        storage: Arc::new(storage.copy_in_memory().expect("a copy")),
        otp_sender: Arc::new(Nobody),
        keys: Arc::clone(keys),
        secret: [7; 32],
        generation: 1,
        limits: Limits::default(),
        demo: false,
    }
}

fn fresh() -> Result<(SqliteStorage, Arc<ProvinceKeys>), StorageError> {
    let storage = SqliteStorage::in_memory()?;
    let issuer = Issuer { id: "VN-04".to_owned(), name: "Tỉnh Cao Bằng".to_owned() };
    let keys = ProvinceKeys::load(&storage, &Counting(AtomicU64::new(0)), &Still, issuer)?;
    let procedure: Procedure =
        serde_json::from_str(r#"{"code":"1.001193","name":"Đăng ký khai sinh"}"#).expect("code and name are enough");
    let pack = Pack { info: PackInfo { version: 1, sha256: Digest([0; 32]), size: 1, procedures: 1 }, bytes: vec![0] };
    (&storage as &dyn Storage).write(|tx| {
        tx.add_citizen(&Citizen {
            account: ACCOUNT.to_owned(),
            personal_number: "004090000001".into(),
            phone: "0900000001".into(),
            card_issue_date: "2021-05-20".into(),
            name: "Lý A Thí".into(),
            birth_date: "1990-02-14".into(),
            sex: Sensitive::new(Sex::Male),
            commune: "01576".to_owned(),
            commune_name: "Xã Quảng Uyên".to_owned(),
        })?;
        tx.put_agency(&Agency {
            commune: "01576".to_owned(),
            code: "H14.40.02".to_owned(),
            name: "Trung tâm".to_owned(),
        })?;
        tx.replace_procedures(0, &[procedure], &pack)?;
        tx.put_device(&Device {
            id: DEVICE.to_owned(),
            account: ACCOUNT.to_owned(),
            public_key: key().public_key().to_bytes(),
            platform: "linux".to_owned(),
            enrolled_at: NOW,
            ended_at: None,
            revoked: false,
            last_seq: 0,
            safe_seq: None,
        })?;
        tx.put_token(&token_hash(), DEVICE, NOW)
    })?;
    Ok((storage, Arc::new(keys)))
}

fn key() -> DeviceKey {
    DeviceKey::from_seed(&[9; 32])
}

/// SHA-256 of [`TOKEN`].
fn token_hash() -> [u8; 32] {
    Digest::parse("PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A").expect("a digest").0
}

/// The command as the one device signs it.
pub fn signed(mut command: Command) -> Command {
    let hash = command_hash(ACCOUNT, DEVICE, &command);
    command.sig = Bytes(key().sign(Context::Command, &hash).to_vec());
    command
}
