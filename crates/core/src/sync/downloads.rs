//! Fetching contents, piece by piece from where they stopped: thumbnails with every synchronisation, then what the province
//! publishes, and last the results of dossiers, which are to be here where there is no signal.
//! Other papers are fetched when they are opened.

use std::collections::VecDeque;

use cds_wire::portal::{BlobRef, CATALOGUE_PATH, ProblemCode};

use super::state::State;
use super::{Effect, Engine, Step, Stored};
use crate::transport::{NoAnswer, Reply};
use crate::{Error, portal_client};

/// Contents that are missing here, each with how much of it is here; the first of them is under way.
#[derive(Debug)]
pub(super) struct Fetching {
    queue: VecDeque<(BlobRef, u64)>,
    kind: Kind,
    /// Where the piece that is under way ends.
    end: u64,
    /// Something newer waits to be sent.
    wanted: bool,
    /// Of the catalogue the whole pack: a delta was in vain.
    whole: bool,
    /// Something of the catalogue was in vain.
    in_vain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Thumbnails,
    Catalogue,
    Results,
}

impl Fetching {
    const fn new(kind: Kind) -> Self {
        Self { queue: VecDeque::new(), kind, end: 0, wanted: false, whole: false, in_vain: false }
    }
}

impl Fetching {
    /// What is under way is a pack or a delta.
    fn is_of_catalogue(&self) -> bool {
        let url = self.queue.front().and_then(|(blob, _)| blob.url.as_deref());
        url.is_some_and(|url| url.starts_with(CATALOGUE_PATH))
    }
}

impl Engine {
    pub(super) fn fetch_thumbnails(&mut self) -> Effect {
        self.step(State::LookingFor(Fetching::new(Kind::Thumbnails)), Step::MissingThumbnails)
    }

    fn fetch_catalogue(&mut self) -> Effect {
        self.step(State::LookingFor(Fetching::new(Kind::Catalogue)), Step::NewerCatalogue { whole: false })
    }

    /// A delta was gone, or did not lead to the newer catalogue.
    fn fetch_whole_catalogue(&mut self) -> Effect {
        let fetching = Fetching { whole: true, ..Fetching::new(Kind::Catalogue) };
        self.step(State::LookingFor(fetching), Step::NewerCatalogue { whole: true })
    }

    fn fetch_results(&mut self) -> Effect {
        self.step(State::LookingFor(Fetching::new(Kind::Results)), Step::MissingResults)
    }

    /// What is missing is known.
    pub(super) fn found(&mut self, fetching: Fetching, stored: Result<Stored, Error>) -> Result<Effect, Error> {
        match stored {
            Ok(Stored::Missing(missing)) => Ok(self.fetch_next(Fetching { queue: missing.into(), ..fetching })),
            Ok(_) => Err(Error::Internal("a step that nobody waits for")),
            // That a store fails is not for one thumbnail to say.
            Err(error) if fetching.kind == Kind::Thumbnails => Err(error),
            Err(error) => self.spoiled(fetching, error),
        }
    }

    fn fetch_next(&mut self, mut fetching: Fetching) -> Effect {
        if self.retry_after().is_some() {
            // The portal asks to be left alone: what is missing waits.
            return self.done();
        }
        while let Some((blob, start)) = fetching.queue.front() {
            if let (Some(url), true) = (&blob.url, *start < blob.size) {
                fetching.end = blob.size.min(start + self.link().piece_down());
                // The catalogue is everyone's.
                let token = (fetching.kind != Kind::Catalogue).then_some(self.token());
                let request = portal_client::fetch(url, token, *start..fetching.end);
                return self.send(State::Fetching(fetching), request);
            }
            if fetching.kind == Kind::Catalogue {
                let step = Step::TakeCatalogue(blob.sha256);
                return self.step(State::TakingCatalogue(fetching), step);
            }
            fetching.queue.pop_front();
        }
        match fetching.kind {
            Kind::Thumbnails => self.fetch_catalogue(),
            Kind::Catalogue if fetching.in_vain && !fetching.whole => self.fetch_whole_catalogue(),
            Kind::Catalogue => self.fetch_results(),
            Kind::Results => self.done(),
        }
    }

    pub(super) fn came(
        &mut self,
        mut fetching: Fetching,
        sent: Result<Reply, NoAnswer>,
        wanted: bool,
    ) -> Result<Effect, Error> {
        let reply = match self.answer(sent) {
            Ok(Some(reply)) => reply,
            Ok(None) => return Ok(self.fetch_next(fetching)),
            Err(error) => return self.spoiled(fetching, error),
        };
        let Some((blob, start)) = fetching.queue.front() else { return Ok(self.fetch_next(fetching)) };
        let (sha256, size, start) = (blob.sha256, blob.size, *start);
        match portal_client::content(reply, fetching.end.saturating_sub(start)) {
            Ok(bytes) => {
                self.report_mut().bytes_down += bytes.len() as u64;
                fetching.wanted |= wanted;
                Ok(self.step(State::KeepingPiece(fetching), Step::KeepPiece { sha256, size, start, bytes }))
            }
            Err(error) => self.spoiled(fetching, error),
        }
    }

    pub(super) fn kept(&mut self, mut fetching: Fetching, stored: Result<Stored, Error>) -> Result<Effect, Error> {
        match stored {
            Ok(Stored::Kept(true)) => {
                if let Some((_, start)) = fetching.queue.front_mut() {
                    *start = fetching.end;
                }
                let now = fetching.wanted && self.retry_after().is_none();
                Ok(if now { self.prepare() } else { self.fetch_next(fetching) })
            }
            Ok(_) => self.spoiled(fetching, Error::NotUnderstood),
            Err(error) => self.spoiled(fetching, error),
        }
    }

    /// What the province publishes was taken over, or was not what it must be.
    pub(super) fn published(&mut self, mut fetching: Fetching, taken: Result<Stored, Error>) -> Effect {
        if let Err(error) = taken {
            tracing::warn!(%error, "what the province publishes waits for the next synchronisation");
            fetching.in_vain |= fetching.is_of_catalogue();
        }
        fetching.queue.pop_front();
        self.fetch_next(fetching)
    }

    /// The first content could not be fetched. That must not keep the others away, nor spoil what came before.
    fn spoiled(&mut self, mut fetching: Fetching, error: Error) -> Result<Effect, Error> {
        match (fetching.kind, error) {
            // A status list that a newer one has replaced is gone; the catalogue is there all the same.
            (Kind::Catalogue, error @ (Error::Refused(ProblemCode::NotFound) | Error::NotUnderstood)) => {
                tracing::warn!(%error, "what the province publishes waits for the next synchronisation");
                fetching.in_vain |= fetching.is_of_catalogue();
                fetching.queue.pop_front();
                Ok(self.fetch_next(fetching))
            }
            (Kind::Catalogue, error) => {
                tracing::warn!(%error, "what the province publishes waits for the next synchronisation");
                Ok(if ends_all(&error) { self.done() } else { self.fetch_results() })
            }
            (Kind::Thumbnails, error) if ends_all(&error) => Err(error),
            (Kind::Results, error) if ends_all(&error) || fetching.queue.is_empty() => {
                tracing::warn!(%error, "results wait for the next synchronisation");
                Ok(self.done())
            }
            (Kind::Thumbnails | Kind::Results, error) => {
                tracing::warn!(%error, "a content could not be fetched");
                fetching.queue.pop_front();
                Ok(self.fetch_next(fetching))
            }
        }
    }
}

/// Whether nothing else would come either.
const fn ends_all(error: &Error) -> bool {
    matches!(
        error,
        Error::NoNetwork
            | Error::NotSent
            | Error::CertificateRefused
            | Error::Refused(ProblemCode::TooManyRequests | ProblemCode::Unauthorized | ProblemCode::DeviceRevoked)
    )
}
