//! Where the blobs of a request's commands go.

use cds_wire::portal::{MAX_BLOB, Offer, ProblemCode, ResultCode, Upload};

use crate::api::reply::Refusal;
use crate::api::upload::complete;
use crate::blob_name::{blob_name, blob_path};
use crate::storage::{Device, NewBlob, StorageError, Tx};
use crate::{Environment, command};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a blob that nothing needs is kept where the account's room runs out.
const UNNEEDED_MS: i64 = 7 * DAY_MS;

/// Answers each offer. Commands that wait for a blob of an impossible size end; those for which there is no room now
/// wait on.
pub(super) fn answer<'a>(
    environment: &Environment,
    device: &Device,
    offers: impl Iterator<Item = &'a Offer>,
) -> Result<Vec<Upload>, Refusal> {
    let mut uploads = Vec::new();
    for offer in offers {
        let again = || -> Result<Upload, StorageError> {
            environment.storage.write(|tx| negotiate(environment, tx, &device.account, *offer))
        };
        let mut upload = again()?;
        // Whole and not yet checked: the portal stopped between the two.
        if upload.offset == Some(offer.size) {
            match complete(environment, &device.account, &offer.sha256) {
                Err(refusal) if !refusal.is(ProblemCode::DigestWrong) => return Err(refusal),
                _ => upload = again()?,
            }
        }
        if !possible(offer.size) {
            command::give_up(environment, &device.account, &offer.sha256, ResultCode::BlobTooLarge)?;
        }
        uploads.push(upload);
    }
    Ok(uploads)
}

/// Whether a blob of this size is ever taken.
const fn possible(size: u64) -> bool {
    0 < size && size <= MAX_BLOB
}

/// Says what is there of a blob, and makes room for it where nothing is. An upload without path has no place, for now
/// or for good.
pub(in crate::api) fn negotiate(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    offer: Offer,
) -> Result<Upload, StorageError> {
    let Offer { sha256, size } = offer;
    let mut upload = Upload { sha256, have: false, url: None, offset: None };
    let mut found = tx.blob(account, &sha256)?;
    // Another size under the same digest: whoever offered before was wrong, or who offers now, and the end will show it.
    if let Some(other) = found.take_if(|blob| !blob.verified && blob.size != size && possible(size)) {
        tx.drop_blob(&other)?;
    }
    #[cfg(seeded_bugs)]
    if cds_seeded::bug("attachment-taken-as-duplicate") {
        found.iter_mut().for_each(|blob| blob.verified |= blob.received > 0);
    }
    match found {
        Some(blob) if blob.verified => upload.have = true,
        Some(blob) if blob.size == size => upload.offset = Some(blob.received),
        Some(_) => {}
        None if fits(environment, tx, account, size)? => {
            let name = blob_name(&environment.secret, account, &sha256);
            tx.add_blob(&NewBlob { account, sha256, name, size, offered_at: environment.clock.now() })?;
            upload.offset = Some(0);
        }
        None => {}
    }
    if upload.offset.is_some() {
        upload.url = Some(blob_path(&environment.secret, account, &sha256));
    }
    Ok(upload)
}

fn fits(environment: &Environment, tx: &dyn Tx, account: &str, size: u64) -> Result<bool, StorageError> {
    if !possible(size) {
        return Ok(false);
    }
    let most = environment.limits.unattached_bytes;
    if tx.unattached_bytes(account)? + size > most {
        tx.drop_unattached(account, environment.clock.now() - UNNEEDED_MS)?;
    }
    Ok(tx.unattached_bytes(account)? + size <= most)
}
