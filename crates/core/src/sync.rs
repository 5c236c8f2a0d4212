//! Bringing the cache in step with the portal, page by page.

use cds_wire::Sensitive;
use cds_wire::ipc::SyncReport;
use cds_wire::portal::{ProblemCode, SCHEMA, SYNC_PATH, SyncRequest, SyncResponse};

use crate::Error;
use crate::clock::Clock;
use crate::portal_client;
use crate::store::mirror::Mirror;
use crate::transport::Transport;

/// Most bytes of changes asked for in one page.
const PAGE_BYTES: u32 = 64 * 1024;

/// Pulls every page that follows the cursor. Each page is kept before the next is asked for, so an interrupted pull
/// goes on where it stopped. The cache is never held locked while the network is waited for.
pub(crate) fn pull(
    cache: &Mirror,
    token: &Sensitive,
    transport: &dyn Transport,
    clock: &dyn Clock,
) -> Result<SyncReport, Error> {
    let started = clock.monotonic();
    let mut report = SyncReport::default();
    let mut cursor = cache.with(|cache| cache.cursor())?;
    let mut restarted = false;
    loop {
        let request = SyncRequest { schema: SCHEMA, cursor: cursor.clone(), max_bytes: PAGE_BYTES };
        let answer = portal_client::call::<SyncResponse>(transport, SYNC_PATH, Some(token), &request);
        report.requests += 1;
        let answer = match answer {
            // Once: a portal that does not know its own newest cursor either is at fault.
            Err(Error::Refused(ProblemCode::CursorInvalid)) if cursor.is_some() && !restarted => {
                restarted = true;
                tracing::warn!("the portal does not know the cursor: pulling from the beginning");
                cache.with(|cache| cache.forget_cursor())?;
                cursor = None;
                continue;
            }
            other => other?,
        };
        report.bytes_up += answer.bytes_up;
        report.bytes_down += answer.bytes_down;
        report.pulled += answer.value.changes.len() as u64;
        let page = answer.value;
        if page.has_more && cursor.as_ref() == Some(&page.cursor) {
            return Err(Error::NotUnderstood);
        }
        let now = clock.now();
        cache.with(|cache| cache.apply(&page, now))?;
        if !page.has_more {
            break;
        }
        cursor = Some(page.cursor);
    }
    report.complete = true;
    report.ms = u64::try_from(clock.monotonic().saturating_sub(started).as_millis()).unwrap_or(u64::MAX);
    tracing::info!(report.pulled, report.requests, report.ms, "in step with the portal");
    Ok(report)
}
