//! The catalogue of procedures, and the pack in which devices download it.
//!
//! A pack is a file: a line with its header, then one procedure a line, compressed as one. Devices fetch it once per
//! version and read it line by line, since a phone has little memory.

mod delta;

use std::collections::BTreeMap;
use std::io;

use cds_identity::{KeyUse, sign_pack};
use cds_wire::portal::CatalogueRecord;
use cds_wire::procedure::{PackHeader, Procedure, ProcedureFlag};
use cds_wire::{Bytes, Digest};
use sha2::{Digest as _, Sha256};

use crate::keys::ProvinceKeys;
use crate::office::PAPER_LANE;
use crate::storage::{NewEntity, Storage, StorageError, Tx, audience};

pub use delta::{Delta, build_delta, content_digest};

/// The form of the lines: [`PackHeader::format`].
const FORMAT: u32 = 1;
/// Slow to make, quick to read, and made once per version: 4,037 procedures take 1.6 MB, 2.8 MB at level 3.
const LEVEL: i32 = 19;

/// A pack, known by its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackInfo {
    /// Rises with each pack.
    pub version: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its length, in bytes.
    pub size: u64,
    /// Procedures in it.
    pub procedures: u64,
}

impl PackInfo {
    /// What announces it in the province's feed, under a signature over [`sha256`](Self::sha256).
    pub fn record(&self, signature: Bytes, deltas: &[Delta]) -> CatalogueRecord {
        CatalogueRecord {
            version: self.version,
            sha256: self.sha256,
            size: self.size,
            procedures: self.procedures,
            signature,
            deltas: deltas.iter().map(Delta::announced).collect(),
        }
    }
}

/// A pack with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// What it is.
    pub info: PackInfo,
    /// What devices download.
    pub bytes: Vec<u8>,
}

/// Why the catalogue was not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The pack could not be made.
    #[error("the pack could not be made: {}", .0.kind())]
    Pack(#[from] io::Error),
    /// The catalogue has no procedure of this code.
    #[error("the catalogue has no procedure of this code")]
    UnknownProcedure,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes the pack of a version. The same procedures give the same bytes.
pub fn build_pack(version: u64, procedures: &[Procedure]) -> io::Result<Pack> {
    pack_of(version, None, procedures)
}

/// Makes a pack that travels inside the app, of procedures that were taken from their source on a day, `yyyy-MM-dd`. Its
/// version is 0: any of the province's is newer.
pub fn build_base_pack(as_of: &str, procedures: &[Procedure]) -> io::Result<Pack> {
    pack_of(0, Some(as_of.to_owned()), procedures)
}

fn pack_of(version: u64, as_of: Option<String>, procedures: &[Procedure]) -> io::Result<Pack> {
    let count = procedures.len() as u64;
    let mut text = serde_json::to_vec(&PackHeader { format: FORMAT, version, procedures: count, as_of })?;
    for procedure in procedures {
        text.push(b'\n');
        serde_json::to_writer(&mut text, procedure)?;
    }
    text.push(b'\n');
    // As a whole: what is known to be small needs no large tables.
    let bytes = zstd::bulk::compress(&text, LEVEL)?;
    let sha256 = Digest(Sha256::digest(&bytes).into());
    Ok(Pack { info: PackInfo { version, sha256, size: bytes.len() as u64, procedures: count }, bytes })
}

/// Merges procedures into the catalogue, keeps a new pack of it, and announces it in the province's feed, signed; where
/// they bring nothing new, the pack stays.
pub fn publish(storage: &dyn Storage, keys: &ProvinceKeys, imported: &[Procedure]) -> Result<PackInfo, CatalogueError> {
    change(storage, keys, |existing| Ok(merge(existing, imported)))
}

/// Takes a procedure out of the catalogue: it is no longer to be filed. Dossiers that were filed under it stay.
pub fn close(storage: &dyn Storage, keys: &ProvinceKeys, code: &str) -> Result<PackInfo, CatalogueError> {
    change(storage, keys, |existing| {
        let others: Vec<Procedure> = existing.iter().filter(|procedure| procedure.code != code).cloned().collect();
        if others.len() == existing.len() { Err(CatalogueError::UnknownProcedure) } else { Ok(others) }
    })
}

fn change(
    storage: &dyn Storage,
    keys: &ProvinceKeys,
    changed: impl Fn(&[Procedure]) -> Result<Vec<Procedure>, CatalogueError>,
) -> Result<PackInfo, CatalogueError> {
    // Another change may come between; then this one begins again on what that one left.
    loop {
        let ((version, existing), current, mut changes) = storage
            .read(|tx| Ok::<_, StorageError>((tx.procedures()?, tx.current_pack()?, tx.procedure_changes()?)))?;
        let changed = changed(&existing)?;
        if let Some(current) = current
            && changed == existing
        {
            return Ok(current);
        }
        let pack = build_pack(version + 1, &changed)?;
        let touched = delta::touched(&existing, &changed);
        changes.extend(touched.iter().map(|code| (code.clone(), version + 1)));
        let deltas = delta::deltas(version + 1, &changes, &changed, pack.info.size)?;
        let content = content_digest(&changed)?;
        let kept = storage.write(|tx| {
            let kept = tx.replace_procedures(version, &changed, &pack)?;
            if kept {
                tx.keep_deltas(version + 1, &touched, &deltas)?;
                announce(tx, keys, &pack.info, &content, &deltas)?;
            }
            Ok::<_, StorageError>(kept)
        })?;
        if kept {
            return Ok(pack.info);
        }
    }
}

fn announce(
    tx: &dyn Tx,
    keys: &ProvinceKeys,
    pack: &PackInfo,
    content: &[u8; 32],
    deltas: &[Delta],
) -> Result<(), StorageError> {
    let signature = Bytes(sign_pack(&pack.sha256.0, pack.version, Some(content), &keys.key(tx, KeyUse::Pack)?));
    let data = serde_json::to_value(pack.record(signature, deltas)).map_err(|_| StorageError::Damaged("catalogue"))?;
    let entity = NewEntity { lane: PAPER_LANE, kind: CatalogueRecord::KIND, id: "catalogue", data: Some(&data) };
    tx.put(audience::PROVINCE, &entity)?;
    Ok(())
}

/// The catalogue with the imported procedures in it, by code. What is imported is newer and wins, but for what only
/// this province knows of a procedure: how people call it and where it stands in their lives.
pub fn merge(existing: &[Procedure], imported: &[Procedure]) -> Vec<Procedure> {
    let mut merged: BTreeMap<&str, Procedure> =
        existing.iter().map(|procedure| (procedure.code.as_str(), procedure.clone())).collect();
    for procedure in imported {
        let known = merged.get(procedure.code.as_str());
        merged.insert(&procedure.code, known.map_or_else(|| procedure.clone(), |known| update(known, procedure)));
    }
    merged.into_values().collect()
}

fn update(known: &Procedure, imported: &Procedure) -> Procedure {
    let suspect = |procedure: &Procedure| procedure.flags.contains(&ProcedureFlag::DetailSuspect);
    // Details that may be another procedure's do not replace sound ones.
    let details = if suspect(imported) && !suspect(known) { known } else { imported };
    Procedure {
        essential: imported.essential.or(known.essential),
        life_events: union(&known.life_events, &imported.life_events),
        synonyms: union(&known.synonyms, &imported.synonyms),
        valid_from: imported.valid_from.clone().or_else(|| known.valid_from.clone()),
        valid_to: imported.valid_to.clone().or_else(|| known.valid_to.clone()),
        province: imported.province.clone().or_else(|| known.province.clone()),
        superseded_by: imported.superseded_by.clone().or_else(|| known.superseded_by.clone()),
        ..details.clone()
    }
}

fn union(known: &[String], imported: &[String]) -> Vec<String> {
    let new = imported.iter().filter(|text| !known.contains(text));
    known.iter().chain(new).cloned().collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::environment::{OsRng, SystemClock};
    use crate::keys::Issuer;
    use cds_identity::{TrustList, verify_pack};

    /// A procedure with nothing but code and name.
    pub(crate) fn procedure(code: &str, name: &str) -> Procedure {
        serde_json::from_value(serde_json::json!({ "code": code, "name": name })).expect("code and name are enough")
    }

    #[test]
    fn a_pack_is_its_header_and_one_procedure_a_line() {
        let procedures = [procedure("1.1", "Một"), procedure("1.2", "Hai\nba")];
        let pack = build_pack(7, &procedures).expect("built");
        let text = zstd::decode_all(pack.bytes.as_slice()).expect("zstd");
        let lines: Vec<&str> = std::str::from_utf8(&text).expect("UTF-8").lines().collect();
        let header: PackHeader = serde_json::from_str(lines[0]).expect("a header");
        assert_eq!(header, PackHeader { format: 1, version: 7, procedures: 2, as_of: None });
        let read: Vec<Procedure> =
            lines[1..].iter().map(|line| serde_json::from_str(line).expect("a procedure")).collect();
        assert_eq!(read, procedures);
        assert_eq!(pack.info.sha256, Digest(Sha256::digest(&pack.bytes).into()));
        assert_eq!((pack.info.size, pack.info.procedures), (pack.bytes.len() as u64, 2));
        assert_eq!(build_pack(7, &procedures).expect("built"), pack);
    }

    #[test]
    fn an_import_brings_details_and_keeps_what_the_province_knows() {
        let mut known = procedure("1.1", "Khai sinh");
        known.essential = Some(9);
        known.life_events = vec!["Có con nhỏ".to_owned()];
        known.synonyms = vec!["giấy khai sinh".to_owned()];
        known.steps = Some("cũ".to_owned());
        let mut imported = procedure("1.1", "Thủ tục đăng ký khai sinh");
        imported.synonyms = vec!["giấy khai sinh".to_owned(), "Đăng ký khai sinh".to_owned()];
        imported.steps = Some("mới".to_owned());
        let merged = merge(&[known, procedure("1.3", "Ba")], &[imported.clone(), procedure("1.2", "Hai")]);
        let expected = Procedure {
            essential: Some(9),
            life_events: vec!["Có con nhỏ".to_owned()],
            synonyms: vec!["giấy khai sinh".to_owned(), "Đăng ký khai sinh".to_owned()],
            ..imported
        };
        assert_eq!(merged, [expected, procedure("1.2", "Hai"), procedure("1.3", "Ba")]);
    }

    #[test]
    fn suspect_details_do_not_replace_sound_ones() {
        let mut known = procedure("1.1", "Đăng ký mẫu con dấu mới");
        known.steps = Some("đúng".to_owned());
        let mut imported = procedure("1.1", "Đăng ký mẫu con dấu mới");
        imported.steps = Some("của thủ tục khác".to_owned());
        imported.flags = vec![ProcedureFlag::DetailSuspect];
        assert_eq!(merge(&[known.clone()], &[imported.clone()]), [known]);
        assert_eq!(merge(&[], &[imported.clone()]), [imported]);
    }

    #[test]
    fn publishing_the_same_again_makes_no_new_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = crate::SqliteStorage::open(&folder.path().join("portal.db")).expect("the database opens");
        let issuer = Issuer { id: "VN-04".to_owned(), name: "Tỉnh Cao Bằng".to_owned() };
        let keys = ProvinceKeys::load(&storage, &OsRng, &SystemClock, issuer).expect("keys");
        let first = publish(&storage, &keys, &[procedure("1.1", "Một")]).expect("published");
        assert_eq!((first.version, first.procedures), (1, 1));
        assert_eq!(publish(&storage, &keys, &[procedure("1.1", "Một")]).expect("published"), first);
        let second = publish(&storage, &keys, &[procedure("1.2", "Hai")]).expect("published");
        assert_eq!((second.version, second.procedures), (2, 2));
        let storage: &dyn Storage = &storage;
        let (current, announced) = storage
            .read(|tx| {
                let current = tx.current_pack()?;
                Ok::<_, StorageError>((current, tx.entity(audience::PROVINCE, CatalogueRecord::KIND, "catalogue")?))
            })
            .expect("read");
        assert_eq!(current, Some(second));
        let announced: CatalogueRecord =
            serde_json::from_value(announced.expect("announced").data.into_inner()).expect("a record");
        assert_eq!((announced.version, announced.sha256), (second.version, second.sha256));
        let root: [u8; 32] = keys.trust.root.0.as_slice().try_into().expect("32 bytes");
        let list = TrustList::verify(&keys.trust.list.0, &root).expect("a list");
        verify_pack(&announced.signature.0, &second.sha256.0, second.version, &list).expect("signed by the pack key");
        assert_eq!(announced.deltas, [], "too much of it changed");
    }
}
