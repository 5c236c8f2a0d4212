//! Fetching contents: thumbnails with every synchronisation, papers when they are opened, the catalogue last.

use cds_identity::verify_pack;
use cds_wire::Sensitive;
use cds_wire::paper::PaperRecord;
use cds_wire::portal::{BlobRef, CATALOGUE_PATH, CatalogueRecord};

use super::{Pace, Sync};
use crate::account::Account;
use crate::store::cache::content::Fetched;
use crate::{Environment, Error, catalogue, portal_client};

impl Sync<'_> {
    pub(super) fn download_thumbnails(&mut self) -> Result<(), Error> {
        let papers = self.account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        for (_, paper) in papers {
            let Some(thumbnail) = paper.thumbnail else { continue };
            let here = self.account.vault()?.content(&thumbnail.sha256)?.is_some();
            if here {
                continue;
            }
            let token = Some(&self.sender.token);
            match download(self.account, self.environment, token, &thumbnail, &mut self.pace) {
                Ok(bytes) => self.report.bytes_down += bytes,
                Err(error @ (Error::NoNetwork | Error::NotSent | Error::NotReady)) => return Err(error),
                Err(error) => tracing::warn!(%error, "a thumbnail could not be fetched"),
            }
        }
        Ok(())
    }

    /// Takes a newer catalogue over, if the province signed it.
    pub(super) fn download_catalogue(&mut self) -> Result<(), Error> {
        let newest =
            self.account.mirror.with(|cache| cache.entity::<CatalogueRecord>(CatalogueRecord::KIND, "catalogue"))?;
        let Some((_, record)) = newest else { return Ok(()) };
        let here = self.account.mirror.with(|cache| catalogue::state(cache.connection()))?;
        if here.is_some_and(|state| state.sha256 == record.sha256) {
            return Ok(());
        }
        let signature = &record.signature.0;
        let signed = self
            .trust
            .lists()
            .iter()
            .any(|trusted| verify_pack(signature, &record.sha256.0, record.version, &trusted.list).is_ok());
        if !signed {
            tracing::warn!("the catalogue is not signed by a key this device trusts: left where it is");
            return Ok(());
        }
        let pack = BlobRef {
            sha256: record.sha256,
            size: record.size,
            media_type: String::new(),
            url: Some(format!("{CATALOGUE_PATH}/{}", record.sha256)),
        };
        self.report.bytes_down += download(self.account, self.environment, None, &pack, &mut self.pace)?;
        let now = self.environment.clock.now();
        self.account.mirror.with(|cache| cache.take_catalogue(&record.sha256, now))
    }
}

/// Largest content fetched, in bytes: a paper is at most 6 MB, the whole country's catalogue about 2 MB.
const MAX_CONTENT: u64 = 64 * 1024 * 1024;

/// Fetches a content into the cache from where it stopped; returns the bytes that came.
pub(crate) fn download(
    account: &Account,
    environment: &Environment,
    token: Option<&Sensitive>,
    blob: &BlobRef,
    pace: &mut Pace,
) -> Result<u64, Error> {
    let url = blob.url.as_deref().ok_or(Error::NotUnderstood)?;
    if blob.size > MAX_CONTENT {
        return Err(Error::NotUnderstood);
    }
    let mut came = 0;
    loop {
        account.still_wanted()?;
        let start = match account.mirror.with(|cache| cache.fetched(&blob.sha256))? {
            Fetched::Whole => return Ok(came),
            Fetched::Part(start) if start >= blob.size => return Err(Error::NotUnderstood),
            Fetched::Part(start) => start,
        };
        let end = blob.size.min(start + pace.piece());
        let began = environment.clock.monotonic();
        let reply = environment.transport.send(portal_client::fetch(url, token, start..end));
        let bytes = portal_client::content(portal_client::answered(reply)?, end - start)?;
        pace.measured(end - start, environment.clock.monotonic().saturating_sub(began));
        came += bytes.len() as u64;
        if !account.mirror.with(|cache| cache.keep_piece(&blob.sha256, blob.size, start, &bytes))? {
            return Err(Error::NotUnderstood);
        }
    }
}
