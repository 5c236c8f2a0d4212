//! Fetching one content because the citizen opens it.

use std::sync::Mutex;

use cds_wire::Sensitive;
use cds_wire::portal::BlobRef;

use super::Link;
use super::engine::MAX_STALLS;
use super::stores::MAX_CONTENT;
use crate::account::Account;
use crate::mutex::lock;
use crate::store::cache::content::Fetched;
use crate::transport::NoAnswer;
use crate::{Environment, Error, portal_client};

/// Fetches a content into the cache from where it stopped. A synchronisation that is under way goes on between its pieces.
pub(crate) fn fetch(
    account: &Account,
    environment: &Environment,
    token: &Sensitive,
    blob: &BlobRef,
    link: &Mutex<Link>,
) -> Result<(), Error> {
    let url = blob.url.as_deref().filter(|_| blob.size <= MAX_CONTENT).ok_or(Error::NotUnderstood)?;
    let mut stalls_in_a_row = 0;
    loop {
        // To the end of the piece: where two open the same, each goes on where the other stopped.
        let _turn = account.line.take()?;
        account.still_wanted()?;
        let start = match account.mirror.with(|cache| cache.fetched(&blob.sha256))? {
            Fetched::Whole => return Ok(()),
            Fetched::Part(start) if start >= blob.size => return Err(Error::NotUnderstood),
            Fetched::Part(start) => start,
        };
        let known = lock(link)?.clone();
        let end = blob.size.min(start + known.piece_down());
        let mut request = portal_client::fetch(url, Some(token), start..end);
        request.patience = known.patience(0);
        let sent = environment.transport.send(request);
        lock(link)?.note(&sent);
        if matches!(sent, Err(NoAnswer::Stalled)) && stalls_in_a_row + 1 < MAX_STALLS {
            stalls_in_a_row += 1;
            continue;
        }
        stalls_in_a_row = 0;
        let reply = portal_client::answered(sent)?;
        let bytes = portal_client::content(reply, end - start)?;
        if !account.mirror.with(|cache| cache.keep_piece(&blob.sha256, blob.size, start, &bytes))? {
            return Err(Error::NotUnderstood);
        }
    }
}
