//! What a device that has an earlier version fetches in place of the whole pack: the procedures that changed since.
//!
//! A delta is a line with its header, then one changed procedure a line, compressed as a pack is. It needs no signature of
//! its own: the statement over the pack names the catalogue that must come out, as
//! [`catalogue_digest`](cds_identity::catalogue_digest).

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use cds_identity::catalogue_digest;
use cds_wire::Digest;
use cds_wire::portal::CatalogueDelta;
use cds_wire::procedure::{DeltaHeader, Procedure};
use sha2::{Digest as _, Sha256};

use super::{FORMAT, LEVEL};

/// How many versions back a delta begins at most.
const VERSIONS: u64 = 8;
/// Where more than one in so many procedures changed, the whole pack is fetched.
const MOST: usize = 4;

/// The way from an earlier version to a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The version that it begins at.
    pub from: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// What devices download.
    pub bytes: Vec<u8>,
}

impl Delta {
    /// What announces it.
    pub(super) fn announced(&self) -> CatalogueDelta {
        CatalogueDelta { from: self.from, sha256: self.sha256, size: self.bytes.len() as u64 }
    }
}

/// Makes the delta from an earlier version to these procedures: those of the codes that were touched since.
pub fn build_delta(
    (from, version): (u64, u64),
    touched: &BTreeSet<String>,
    procedures: &[Procedure],
) -> io::Result<Delta> {
    let changed: Vec<&Procedure> = procedures.iter().filter(|one| touched.contains(&one.code)).collect();
    let here: BTreeSet<&str> = changed.iter().map(|one| one.code.as_str()).collect();
    let removed = touched.iter().filter(|code| !here.contains(code.as_str())).cloned().collect();
    let header = DeltaHeader { format: FORMAT, from, version, changed: changed.len() as u64, removed };
    let mut text = serde_json::to_vec(&header)?;
    for procedure in changed {
        text.push(b'\n');
        serde_json::to_writer(&mut text, procedure)?;
    }
    text.push(b'\n');
    let bytes = zstd::bulk::compress(&text, LEVEL)?;
    Ok(Delta { from, sha256: Digest(Sha256::digest(&bytes).into()), bytes })
}

/// What changed between two states: codes that came, went, or have another record.
pub(super) fn touched(before: &[Procedure], after: &[Procedure]) -> BTreeSet<String> {
    let by_code = |procedures: &[Procedure]| -> BTreeMap<String, Procedure> {
        procedures.iter().map(|one| (one.code.clone(), one.clone())).collect()
    };
    let (before, after) = (by_code(before), by_code(after));
    let codes = before.keys().chain(after.keys());
    codes.filter(|code| before.get(*code) != after.get(*code)).cloned().collect()
}

/// The deltas to a version from those before it, of which `changes` says when each code was last touched. None from where
/// too much changed.
pub(super) fn deltas(
    version: u64,
    changes: &BTreeMap<String, u64>,
    procedures: &[Procedure],
    pack_size: u64,
) -> io::Result<Vec<Delta>> {
    let mut deltas = Vec::new();
    for from in (version.saturating_sub(VERSIONS).max(1)..version).rev() {
        let since = changes.iter().filter(|(_, last)| **last > from).map(|(code, _)| code.clone());
        let touched: BTreeSet<String> = since.collect();
        if touched.len() * MOST > procedures.len() {
            break;
        }
        let delta = build_delta((from, version), &touched, procedures)?;
        if delta.bytes.len() as u64 >= pack_size {
            break;
        }
        deltas.push(delta);
    }
    Ok(deltas)
}

/// What a catalogue of these procedures is, whichever way it came to a device.
pub fn content_digest(procedures: &[Procedure]) -> io::Result<[u8; 32]> {
    let mut lines = BTreeMap::new();
    for procedure in procedures {
        let line: [u8; 32] = Sha256::digest(serde_json::to_vec(procedure)?).into();
        lines.insert(procedure.code.as_str(), line);
    }
    Ok(catalogue_digest(lines.into_values()))
}
