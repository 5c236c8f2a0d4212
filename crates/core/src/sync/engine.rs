//! The course of one synchronisation: ask until nothing is left to do, then tidy up and fetch what is missing.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use cds_wire::ipc::{Activity, SyncReport};
use cds_wire::portal::{ProblemCode, SCHEMA, SYNC_PATH, SyncRequest, SyncResponse, TrustRecord};
use cds_wire::{Sensitive, UnixMillis};
use serde::Deserialize;

use super::link::Link;
use super::state::{Asking, Moving, Round, State};
use super::uploads::Uploading;
use super::{Effect, Event, Prepared, Step, Stored};
use crate::store::vault::OwnPaper;
use crate::transport::{NoAnswer, Reply, Request};
use crate::{Error, portal_client};

/// How often in a row the link may stand still before it is left to the next synchronisation.
pub(super) const MAX_STALLS: u32 = 5;

/// One synchronisation.
#[derive(Debug)]
pub struct Engine {
    state: State,
    link: Link,
    token: Sensitive,
    report: SyncReport,
    retry_after: Option<Duration>,
    /// The portal's clock, as it said last.
    portal_now: UnixMillis,
    /// The pull began again: once, since a portal that does not know its own newest cursor either is at fault.
    restarted: bool,
    /// Commands that the portal has forgotten and that must be sent again.
    again: BTreeSet<String>,
    /// What was sent again once is not a reason to go on: a portal that does not take it would be asked for ever.
    sent_again: BTreeSet<String>,
    stalls_in_a_row: u32,
}

impl Engine {
    /// A synchronisation over a link of which this much is known, and the first thing it wants done.
    pub fn begin(link: Link) -> (Self, Effect) {
        let mut engine = Self {
            state: State::Over,
            link,
            token: Sensitive::new(String::new()),
            report: SyncReport::default(),
            retry_after: None,
            portal_now: 0,
            restarted: false,
            again: BTreeSet::new(),
            sent_again: BTreeSet::new(),
            stalls_in_a_row: 0,
        };
        let first = engine.prepare();
        (engine, first)
    }

    /// Takes over what others have learned of the link.
    pub(crate) fn know(&mut self, link: Link) {
        self.link = link;
    }

    /// What is known of the link now.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// How long the portal asks to be left alone.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What the network is used for, for the citizen to see.
    pub(crate) fn activity(&self) -> Activity {
        match &self.state {
            State::ReadingPiece(uploading) | State::Appending(uploading) | State::AskingOffset(uploading) => {
                uploading.activity()
            }
            State::LookingFor(_) | State::Fetching(_) | State::KeepingPiece(_) | State::TakingCatalogue(_) => {
                Activity::Fetching
            }
            _ => Activity::Asking,
        }
    }

    /// What is to be done after this event.
    pub fn on(&mut self, event: Event) -> Effect {
        let state = std::mem::replace(&mut self.state, State::Over);
        self.next(state, event).unwrap_or_else(|error| Effect::Done(Err(error)))
    }

    fn next(&mut self, state: State, event: Event) -> Result<Effect, Error> {
        match (state, event) {
            (State::Asking(asking), Event::Answered { sent, .. }) => self.heard(asking, sent),
            (State::Appending(uploading), Event::Answered { sent, wanted }) => self.appended(uploading, sent, wanted),
            (State::AskingOffset(uploading), Event::Answered { sent, .. }) => self.told_offset(uploading, sent),
            (State::Fetching(fetching), Event::Answered { sent, wanted }) => self.came(fetching, sent, wanted),
            (State::LookingFor(fetching), Event::Stored(stored)) => self.found(fetching, stored),
            (State::KeepingPiece(fetching), Event::Stored(stored)) => self.kept(fetching, stored),
            (State::TakingCatalogue(fetching), Event::Stored(taken)) => Ok(self.published(fetching, taken)),
            (state, Event::Stored(stored)) => self.stored(state, stored),
            _ => Err(Error::Internal("an answer that nobody waits for")),
        }
    }

    fn stored(&mut self, state: State, stored: Result<Stored, Error>) -> Result<Effect, Error> {
        match (state, stored?) {
            (State::Preparing, Stored::Prepared(prepared)) => self.ask(*prepared),
            (State::Thawing(error), _) => Err(error),
            (State::Forgetting(asking), _) => self.send_request(asking),
            (State::Learning(round), _) => Ok(self.take(round)),
            (State::Taking(round), Stored::Taken { finished, agrees: false, .. }) if round.listed_up_to().is_some() => {
                self.ask_for_results(round, finished)
            }
            (State::Taking(round), Stored::Taken { finished, forgotten, .. }) => {
                Ok(self.taken(round, finished, forgotten))
            }
            (State::Applying(round), Stored::Applied { complete, set_aside }) => {
                self.applied(round, complete, set_aside)
            }
            (State::ReadingPiece(uploading), Stored::Piece(piece)) => Ok(self.read_piece(uploading, piece)),
            (State::ForgettingDeleted, _) => Ok(self.step(State::Looking, Step::SafePapers(self.portal_now))),
            (State::Looking, Stored::Papers(papers)) => Ok(self.move_next(papers.into())),
            (State::Copying(moving), _) => Ok(self.copy_next(moving)),
            (State::Settling(papers), _) => Ok(self.drop_first(papers)),
            (State::Dropping(papers), _) => Ok(self.move_next(papers)),
            (State::LettingGo, _) => Ok(self.fetch_thumbnails()),
            _ => Err(Error::Internal("a step that nobody waits for")),
        }
    }

    /// Asks for a step, and waits for it in this state.
    pub(super) fn step(&mut self, state: State, step: Step) -> Effect {
        self.state = state;
        Effect::Store(step)
    }

    /// Sends a request, and waits for its answer in this state.
    pub(super) fn send(&mut self, state: State, mut request: Request) -> Effect {
        request.patience = self.link.patience(request.body.len());
        self.state = state;
        Effect::Send(request)
    }

    pub(super) fn token(&self) -> &Sensitive {
        &self.token
    }

    pub(super) fn report_mut(&mut self) -> &mut SyncReport {
        &mut self.report
    }

    /// The answer; none where the connection stood still and is to be dialled anew.
    pub(super) fn answer(&mut self, sent: Result<Reply, NoAnswer>) -> Result<Option<Reply>, Error> {
        self.link.note(&sent);
        match &sent {
            Ok(reply) => {
                self.stalls_in_a_row = 0;
                // A hotspot's page asks for nothing.
                if portal_client::is_of_the_portal(reply) {
                    self.retry_after = self.retry_after.max(reply.retry_after);
                }
            }
            Err(NoAnswer::Stalled) => {
                self.stalls_in_a_row += 1;
                if self.stalls_in_a_row < MAX_STALLS {
                    return Ok(None);
                }
            }
            Err(_) => {}
        }
        portal_client::answered(sent).map(Some)
    }

    pub(super) fn prepare(&mut self) -> Effect {
        let again = std::mem::take(&mut self.again);
        let bodies = self.link.bodies();
        self.step(State::Preparing, Step::Prepare { again, bodies })
    }

    fn ask(&mut self, prepared: Prepared) -> Result<Effect, Error> {
        let Prepared { token, cursor, ack_seq, outgoing } = prepared;
        self.token = token;
        let request = SyncRequest {
            schema: SCHEMA,
            cursor,
            ack_seq,
            max_bytes: self.link.page(),
            commands: outgoing.commands,
            offers: outgoing.offers,
        };
        let (first_new, new, more) = (outgoing.first_new, outgoing.new, outgoing.more);
        self.send_request(Box::new(Asking { request, first_new, new, more, left: false, lists: false }))
    }

    fn send_request(&mut self, asking: Box<Asking>) -> Result<Effect, Error> {
        let request = portal_client::post(SYNC_PATH, Some(&self.token), &asking.request)?;
        self.report.requests += 1;
        self.report.bytes_up += request.body.len() as u64;
        Ok(self.send(State::Asking(asking), request))
    }

    fn heard(&mut self, mut asking: Box<Asking>, sent: Result<Reply, NoAnswer>) -> Result<Effect, Error> {
        // What never left can be cancelled without asking the portal. Who cannot prove to be the portal was told nothing:
        // the handshake comes first.
        if let (Err(why @ (NoAnswer::NotSent | NoAnswer::Certificate)), Some(first), false) =
            (&sent, asking.first_new, asking.left)
        {
            let error = portal_client::no_answer(*why);
            return Ok(self.step(State::Thawing(error), Step::Thaw { first }));
        }
        #[cfg(seeded_bugs)]
        if let (Err(NoAnswer::Unreachable), Some(first), true) =
            (&sent, asking.first_new, cds_seeded::bug("thawed-after-it-left"))
        {
            return Ok(self.step(State::Thawing(Error::NoNetwork), Step::Thaw { first }));
        }
        let Some(reply) = self.answer(sent)? else {
            asking.left = true;
            return self.send_request(asking);
        };
        self.report.bytes_down += reply.body.len() as u64;
        let page: SyncResponse = match portal_client::message(&reply) {
            Err(Error::Refused(ProblemCode::CursorInvalid)) if asking.request.cursor.is_some() && !self.restarted => {
                (self.restarted, asking.left) = (true, true);
                asking.request.cursor = None;
                return Ok(self.step(State::Forgetting(asking), Step::ForgetCursor));
            }
            other => other?,
        };
        // A portal that stands still would be asked for ever.
        if page.has_more && page.changes.is_empty() && asking.request.cursor.as_ref() == Some(&page.cursor) {
            return Err(Error::NotUnderstood);
        }
        self.portal_now = page.now;
        let asked = page.retry_after.map(|seconds| Duration::from_secs(seconds.into()));
        self.retry_after = self.retry_after.max(asked);
        let lists = page.changes.iter().filter(|change| change.kind == TrustRecord::KIND);
        let lists =
            lists.filter_map(|change| Some(TrustRecord::deserialize(change.data.as_ref()?.reveal()).ok()?.list));
        let lists: Vec<_> = lists.collect();
        let round = Round { asked: asking, page: Arc::new(page), finished: 0 };
        match lists.is_empty() {
            true => Ok(self.take(round)),
            false => Ok(self.step(State::Learning(round), Step::Learn(lists))),
        }
    }

    fn take(&mut self, round: Round) -> Effect {
        let step = Step::TakeResults(Arc::clone(&round.page));
        self.step(State::Taking(round), step)
    }

    /// Asks the same again, for the results from the beginning: the page is left until they are in the vault.
    fn ask_for_results(&mut self, round: Round, finished: u64) -> Result<Effect, Error> {
        self.report.pushed += finished;
        let from = round.listed_up_to().unwrap_or_default();
        let mut asking = round.asked;
        asking.request.ack_seq = from;
        (asking.lists, asking.left) = (true, true);
        self.send_request(asking)
    }

    fn taken(&mut self, mut round: Round, finished: u64, forgotten: BTreeSet<String>) -> Effect {
        self.report.pushed += finished;
        self.report.pulled += round.page.changes.len() as u64;
        self.again = forgotten;
        round.finished = finished;
        let step = Step::Apply(Arc::clone(&round.page));
        self.step(State::Applying(round), step)
    }

    fn applied(&mut self, round: Round, complete: bool, set_aside: bool) -> Result<Effect, Error> {
        if set_aside && self.restarted {
            return Err(Error::CacheSetAside);
        }
        self.restarted |= set_aside;
        self.report.complete = complete;
        let Round { asked, page, finished } = round;
        let more = page.has_more || set_aside || (asked.more && (asked.new > 0 || finished > 0));
        Ok(match Uploading::of(&page.uploads, &asked.request.offers, more) {
            Some(uploading) => self.send_piece(uploading),
            None => self.round_over(more),
        })
    }

    /// Nothing more follows from the last answer: asks again where there is `more`, and ends otherwise.
    pub(super) fn round_over(&mut self, more: bool) -> Effect {
        let known = self.sent_again.len();
        self.sent_again.extend(self.again.iter().cloned());
        let new_to_send = self.sent_again.len() > known;
        if (more || new_to_send) && self.retry_after.is_none() {
            return self.prepare();
        }
        self.step(State::ForgettingDeleted, Step::ForgetDeleted)
    }

    /// A paper first moves to the cache, on the disk, then leaves the vault.
    fn move_next(&mut self, papers: VecDeque<OwnPaper>) -> Effect {
        let Some(paper) = papers.front() else { return self.step(State::LettingGo, Step::LetGo(self.portal_now)) };
        #[cfg(seeded_bugs)]
        if cds_seeded::bug("order-across-files-reversed") {
            return self.drop_first(papers);
        }
        let contents = paper.thumbnail.into_iter().chain([paper.sha256]).collect();
        self.copy_next(Moving { papers, contents })
    }

    fn copy_next(&mut self, mut moving: Moving) -> Effect {
        match moving.contents.pop_front() {
            Some(content) => self.step(State::Copying(moving), Step::CopyContent(content)),
            None => self.step(State::Settling(moving.papers), Step::Settle),
        }
    }

    fn drop_first(&mut self, mut papers: VecDeque<OwnPaper>) -> Effect {
        match papers.pop_front() {
            Some(paper) => self.step(State::Dropping(papers), Step::DropPaper(paper.id)),
            None => self.move_next(papers),
        }
    }

    /// It is over, well.
    pub(super) fn done(&mut self) -> Effect {
        self.state = State::Over;
        Effect::Done(Ok(self.report))
    }
}
