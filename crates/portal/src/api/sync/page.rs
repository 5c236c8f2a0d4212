//! One page of changes: lane by lane, in each lane the account's own first, then the province's, then the commune's.

use cds_wire::portal::{Change, ProblemCode, Reset};

use crate::Environment;
use crate::api::reply::Refusal;
use crate::cursor::{Cursor, LANES, Position, SOURCES, Unreadable};
use crate::storage::{Device, StorageError, audience};

/// Most bytes of changes in one page, whatever is asked for.
pub(crate) const MAX_PAGE: usize = 1024 * 1024;
/// About what a change takes on the wire beside its data.
pub(crate) const CHANGE_BYTES: usize = 120;

/// A page, with the cursor at its end.
pub(super) struct Page {
    pub(super) cursor: String,
    pub(super) has_more: bool,
    pub(super) changes: Vec<Change>,
    pub(super) reset: Option<Reset>,
}

/// The cursor that the device brings; from the beginning where it brings none, or one too old.
pub(super) fn read(
    environment: &Environment,
    device: &Device,
    text: Option<&str>,
) -> Result<(Option<Cursor>, Option<Reset>), Refusal> {
    let Some(text) = text else { return Ok((None, None)) };
    match Cursor::read(&environment.secret, &device.account, text, environment.clock.now()) {
        Ok(cursor) => Ok((Some(cursor), None)),
        Err(Unreadable::Old) => Ok((None, Some(Reset::Expired))),
        Err(Unreadable::NotOurs) => Err(ProblemCode::CursorInvalid.into()),
    }
}

/// The page after a cursor: at most `max_bytes`, but at least one change where there is any.
pub(super) fn page(
    environment: &Environment,
    device: &Device,
    (cursor, mut reset): (Option<Cursor>, Option<Reset>),
    max_bytes: u32,
) -> Result<Page, StorageError> {
    let most = usize::try_from(max_bytes).unwrap_or(MAX_PAGE).min(MAX_PAGE);
    environment.storage.read(|tx| {
        let citizen = tx.citizen_of(&device.account)?.ok_or(StorageError::Damaged("account"))?;
        let owners: [String; SOURCES] =
            [device.account.clone(), audience::PROVINCE.to_owned(), audience::commune(&citizen.commune)];
        let mut from = cursor.unwrap_or_default();
        if cursor.is_some() {
            let chain_at = |index: usize, revision| match owners.get(index) {
                Some(owner) => tx.chain_at(owner, revision),
                None => Ok(None),
            };
            if let Err(why) = from.holds(environment.generation, chain_at)? {
                reset = Some(why);
                from = Cursor::default();
            }
        }
        let mut end = Cursor { generation: environment.generation, ..from };
        for (source, owner) in end.sources.iter_mut().zip(&owners) {
            source.newest = tx.newest(owner)?;
        }
        let mut filling = Filling { changes: Vec::new(), bytes: 0, most, full: false };
        for lane in 0..LANES {
            for (owner, source) in owners.iter().zip(&mut end.sources) {
                if !filling.full {
                    filling.lane(lane, source, |lane, after, each| tx.changes(owner, lane, after, each))?;
                }
            }
        }
        Ok(Page {
            cursor: end.write(&environment.secret, &device.account, environment.clock.now()),
            has_more: filling.full,
            changes: filling.changes,
            reset,
        })
    })
}

/// A page that is being filled.
struct Filling {
    changes: Vec<Change>,
    bytes: usize,
    most: usize,
    full: bool,
}

/// What shows each change, with its revision and bytes, until it is told to stop.
type Each<'a> = &'a mut dyn FnMut(u64, usize, Change) -> bool;

impl Filling {
    /// Takes what fits of one lane of one source, and moves the source's position.
    fn lane(
        &mut self,
        lane: usize,
        source: &mut Position,
        changes: impl FnOnce(u8, u64, Each<'_>) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let Some(position) = source.lanes.get_mut(lane) else { return Ok(()) };
        let number = u8::try_from(lane).unwrap_or(u8::MAX);
        changes(number, *position, &mut |revision, bytes, change| {
            let bytes = self.bytes + CHANGE_BYTES + bytes;
            self.full = !self.changes.is_empty() && bytes > self.most;
            if !self.full {
                self.bytes = bytes;
                self.changes.push(change);
                *position = revision;
            }
            !self.full
        })?;
        let full = self.full;
        #[cfg(seeded_bugs)]
        let full = full && !cds_seeded::bug("global-sequence-as-cursor");
        if !full {
            *position = source.newest.revision;
        }
        Ok(())
    }
}
