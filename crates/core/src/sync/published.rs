//! What the province publishes for everyone and is too large for a page: the catalogue, and a large status list.

use cds_identity::{MAX_STATUS, verify_pack};
use cds_wire::portal::{BlobRef, CATALOGUE_PATH, CatalogueRecord, STATUS_PATH, StatusRecord};
use cds_wire::{Bytes, Digest, UnixMillis};
use sha2::{Digest as _, Sha256};

use super::Stored;
use super::stores::{MAX_CONTENT, Stores};
use crate::store::cache::content::Fetched;
use crate::{Error, catalogue};

/// The newest catalogue, which the province signed.
struct Signed {
    record: CatalogueRecord,
    /// What it signed that the catalogue is.
    content: Option<[u8; 32]>,
}

impl Stores<'_> {
    /// What is to be fetched, the status list first; of the catalogue the whole pack where a delta was in vain.
    pub(super) fn newer_published(&self, whole: bool) -> Result<Stored, Error> {
        let mut missing = Vec::new();
        missing.extend(self.newer_status()?);
        missing.extend(self.newer_catalogue(whole)?);
        Ok(Stored::Missing(missing))
    }

    /// Takes over what was fetched.
    pub(super) fn take_published(&self, digest: &Digest, now: UnixMillis) -> Result<(), Error> {
        if self.status_record()?.is_none_or(|record| record.sha256 != *digest) {
            return self.take_catalogue(digest, now);
        }
        if let Some(list) = self.mirror.with(|cache| cache.content(digest))? {
            self.trust.renew_status(&Bytes(list))?;
            self.mirror.with(|cache| cache.let_go(digest))?;
            if self.newer_status()?.is_some() {
                tracing::warn!("the status list was not taken: it is left where it is until the trust list changes");
                let judges = self.judges();
                self.mirror.with(|cache| cache.refuse_status(digest, &judges))?;
            }
        }
        Ok(())
    }

    /// The trust lists that a status list is judged by, as one digest.
    fn judges(&self) -> Digest {
        let mut hash = Sha256::new();
        for trusted in self.trust.of_province() {
            hash.update(trusted.root);
            hash.update(trusted.list.serial.to_be_bytes());
        }
        Digest(hash.finalize().into())
    }

    fn status_record(&self) -> Result<Option<StatusRecord>, Error> {
        let record = self.mirror.with(|cache| cache.entity::<StatusRecord>(StatusRecord::KIND, "status"))?;
        Ok(record.map(|(_, record)| record))
    }

    /// The status list, where it is not here and did not come with the changes.
    fn newer_status(&self) -> Result<Option<(BlobRef, u64)>, Error> {
        let Some(record) = self.status_record()? else { return Ok(None) };
        if let Some(list) = &record.list {
            self.trust.renew_status(list)?;
            return Ok(None);
        }
        let mut here = self.trust.of_province().into_iter().filter_map(|trusted| trusted.status);
        if here.any(|status| status.serial == record.serial) {
            return Ok(None);
        }
        let judges = self.judges();
        if self.mirror.with(|cache| cache.status_is_refused(&record.sha256, &judges))? {
            return Ok(None);
        }
        if record.size > MAX_STATUS as u64 {
            tracing::warn!("the status list is larger than any this version reads: left where it is");
            return Ok(None);
        }
        self.published(STATUS_PATH, record.sha256, record.size).map(Some)
    }

    /// Takes the catalogue over from the pack or the delta that was fetched.
    fn take_catalogue(&self, digest: &Digest, now: UnixMillis) -> Result<(), Error> {
        let newer = self.catalogue_record()?;
        let delta = newer.filter(|newer| newer.record.deltas.iter().any(|delta| delta.sha256 == *digest));
        let Some(Signed { record, content: Some(content) }) = delta else {
            return self.mirror.with(|cache| cache.take_catalogue(digest, now));
        };
        let target = catalogue::Target { version: record.version, sha256: record.sha256, content };
        let taken = self.mirror.with(|cache| cache.take_delta(digest, &target, now))?;
        if taken { Ok(()) } else { Err(Error::NotUnderstood) }
    }

    /// The newest catalogue that the province signed, with what it signed that the catalogue is.
    fn catalogue_record(&self) -> Result<Option<Signed>, Error> {
        let newest = self.mirror.with(|cache| cache.entity::<CatalogueRecord>(CatalogueRecord::KIND, "catalogue"))?;
        let Some((_, record)) = newest else { return Ok(None) };
        let (signature, digest) = (&record.signature.0, &record.sha256.0);
        let lists = self.trust.lists();
        let mut verified =
            lists.iter().filter_map(|one| verify_pack(signature, digest, record.version, &one.list).ok());
        let Some(content) = verified.next() else {
            tracing::warn!("the catalogue is not signed by a key this device trusts: left where it is");
            return Ok(None);
        };
        Ok(Some(Signed { record, content }))
    }

    /// The catalogue, where it is a newer one that the province signed: by the delta from the version that is here, unless
    /// some of the pack is here already.
    fn newer_catalogue(&self, whole: bool) -> Result<Option<(BlobRef, u64)>, Error> {
        let here = self.mirror.with(|cache| catalogue::state(cache.connection()))?;
        let Some(Signed { record, content }) = self.catalogue_record()? else { return Ok(None) };
        if here.is_some_and(|here| here.sha256 == record.sha256) {
            return Ok(None);
        }
        let delta = record.deltas.iter().find(|delta| here.is_some_and(|here| here.version == delta.from));
        let pack = self.published(CATALOGUE_PATH, record.sha256, record.size)?;
        if let Some(delta) = delta.filter(|delta| !whole && content.is_some() && delta.size < record.size)
            && pack.1 == 0
            && delta.size <= MAX_CONTENT
        {
            return self.published(CATALOGUE_PATH, delta.sha256, delta.size).map(Some);
        }
        if record.size > MAX_CONTENT {
            tracing::warn!("the catalogue is larger than any this version reads: left where it is");
            return Ok(None);
        }
        Ok(Some(pack))
    }

    /// A content for anyone, with how much of it is here.
    fn published(&self, path: &str, sha256: Digest, size: u64) -> Result<(BlobRef, u64), Error> {
        let here = match self.mirror.with(|cache| cache.fetched(&sha256))? {
            Fetched::Whole => size,
            Fetched::Part(start) => start,
        };
        let url = Some(format!("{path}/{sha256}"));
        Ok((BlobRef { sha256, size, media_type: String::new(), url }, here))
    }
}
