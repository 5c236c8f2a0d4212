//! Sending contents, piece by piece, each from where the portal's bytes end.

use std::collections::VecDeque;

use cds_wire::Digest;
use cds_wire::ipc::Activity;
use cds_wire::portal::{Offer, ProblemCode, Upload};

use super::state::State;
use super::{Effect, Engine, Step};
use crate::transport::{NoAnswer, Reply};
use crate::{Error, portal_client};

/// How often an upload may lose its place before it waits for the next round.
const MAX_LOST: u32 = 3;

/// Contents that the portal wants, the first of them under way.
#[derive(Debug)]
pub(super) struct Uploading {
    queue: VecDeque<Content>,
    /// How often the first has lost its place.
    lost: u32,
    /// Bytes of all that have arrived, for the citizen to see.
    done: u64,
    total: u64,
    /// There is a reason to ask again afterwards.
    more: bool,
}

#[derive(Debug)]
struct Content {
    sha256: Digest,
    size: u64,
    url: String,
    /// Where the portal's bytes end.
    offset: u64,
}

impl Uploading {
    /// What the portal wants of what it was offered; none where it wants nothing.
    pub(super) fn of(uploads: &[Upload], offers: &[Offer], more: bool) -> Option<Self> {
        let wanted = uploads.iter().filter(|upload| !upload.have).filter_map(|upload| {
            let offer = offers.iter().find(|offer| offer.sha256 == upload.sha256)?;
            let (url, offset) = (upload.url.clone()?, upload.offset.unwrap_or(0));
            Some(Content { sha256: offer.sha256, size: offer.size, url, offset })
        });
        let queue: VecDeque<Content> = wanted.collect();
        let done = queue.iter().map(|content| content.offset).sum();
        let total = queue.iter().map(|content| content.size).sum();
        (!queue.is_empty()).then_some(Self { queue, lost: 0, done, total, more })
    }

    pub(super) fn activity(&self) -> Activity {
        Activity::Sending { done: self.done.min(self.total), total: self.total }
    }

    fn leave_first(&mut self) {
        self.queue.pop_front();
        self.lost = 0;
    }

    fn begin_first_at(&mut self, offset: u64) {
        if let Some(content) = self.queue.front_mut() {
            self.done = self.done.saturating_sub(content.offset) + offset;
            content.offset = offset;
        }
    }
}

impl Engine {
    /// Reads the next piece, and asks the portal again once there is none: results may follow.
    pub(super) fn send_piece(&mut self, uploading: Uploading) -> Effect {
        let Some(content) = uploading.queue.front() else { return self.round_over(uploading.more) };
        let length = usize::try_from(self.link().piece_up()).unwrap_or(usize::MAX);
        let step = Step::ReadPiece { sha256: content.sha256, offset: content.offset, length };
        self.step(State::ReadingPiece(uploading), step)
    }

    pub(super) fn read_piece(&mut self, mut uploading: Uploading, piece: Vec<u8>) -> Effect {
        match uploading.queue.front() {
            Some(content) if !piece.is_empty() => {
                let request = portal_client::append(&content.url, self.token(), content.offset, piece);
                self.report_mut().bytes_up += request.body.len() as u64;
                self.send(State::Appending(uploading), request)
            }
            // What the citizen has taken back meanwhile is here no more.
            _ => {
                uploading.leave_first();
                self.send_piece(uploading)
            }
        }
    }

    pub(super) fn appended(
        &mut self,
        mut uploading: Uploading,
        sent: Result<Reply, NoAnswer>,
        wanted: bool,
    ) -> Result<Effect, Error> {
        let Some(reply) = self.answer(sent)? else { return Ok(self.ask_offset(uploading)) };
        let Some(content) = uploading.queue.front() else { return Ok(self.round_over(uploading.more)) };
        match portal_client::offset(&reply) {
            Ok(offset) if offset <= content.offset => return Err(Error::NotUnderstood),
            Ok(offset) => {
                let whole = offset >= content.size;
                uploading.begin_first_at(offset);
                // Something arrived: what the portal makes of it is asked for.
                uploading.more = true;
                if whole {
                    uploading.leave_first();
                }
                if wanted {
                    return Ok(self.round_over(true));
                }
            }
            // Another connection was quicker, or this piece arrived in part: ask where the portal's bytes end.
            Err(Error::Refused(ProblemCode::OffsetWrong)) if uploading.lost < MAX_LOST => {
                uploading.lost += 1;
                return Ok(self.ask_offset(uploading));
            }
            // Damaged on the way: from the beginning, once; the portal ends the command if it happens again.
            Err(Error::Refused(ProblemCode::DigestWrong)) if uploading.lost < MAX_LOST => {
                uploading.lost = MAX_LOST;
                uploading.begin_first_at(0);
            }
            Err(Error::Refused(ProblemCode::DigestWrong | ProblemCode::OffsetWrong)) => {
                uploading.more = true;
                uploading.leave_first();
            }
            Err(error) => return Err(error),
        }
        Ok(self.send_piece(uploading))
    }

    /// Asks where the portal's bytes end; a connection that still sends writes no more from then on.
    fn ask_offset(&mut self, uploading: Uploading) -> Effect {
        match uploading.queue.front() {
            Some(content) => {
                let request = portal_client::ask_offset(&content.url, self.token());
                self.send(State::AskingOffset(uploading), request)
            }
            None => self.round_over(uploading.more),
        }
    }

    pub(super) fn told_offset(
        &mut self,
        mut uploading: Uploading,
        sent: Result<Reply, NoAnswer>,
    ) -> Result<Effect, Error> {
        let Some(reply) = self.answer(sent)? else { return Ok(self.ask_offset(uploading)) };
        let offset = portal_client::offset(&reply)?;
        let whole = uploading.queue.front().is_some_and(|content| offset >= content.size);
        uploading.begin_first_at(offset);
        if whole {
            // The answer to the last piece was lost.
            uploading.more = true;
            uploading.leave_first();
        }
        Ok(self.send_piece(uploading))
    }
}
