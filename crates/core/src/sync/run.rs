//! The engine at work: on an account's databases, over the network.

use std::sync::Mutex;
use std::time::Duration;

use cds_wire::ipc::SyncReport;

use super::{Effect, Engine, Event, Link, Step};
use crate::account::Account;
use crate::heart::Heart;
use crate::mutex::lock;
use crate::transport::NoAnswer;
use crate::trust::TrustLists;
use crate::{Environment, Error};

/// How a synchronisation went.
#[derive(Debug)]
pub(crate) struct Synchronised {
    pub(crate) result: Result<SyncReport, Error>,
    /// How long the portal asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
}

/// Sends what waits and pulls what follows, until nothing is left to do or the account's session ends.
pub(crate) fn run(
    account: &Account,
    environment: &Environment,
    trust: &dyn TrustLists,
    heart: &Heart,
    link: &Mutex<Link>,
) -> Result<Synchronised, Error> {
    let started = environment.clock.monotonic();
    let (mut engine, mut effect) = Engine::begin(lock(link)?.clone());
    let result = loop {
        match effect {
            Effect::Done(result) => break result,
            Effect::Store(step) => {
                if matches!(step, Step::Prepare { .. }) {
                    heart.taken_up(&*environment.clock);
                }
                let shown = matches!(step, Step::TakeResults(_) | Step::Apply(_));
                if matches!(step, Step::ForgetCursor) {
                    tracing::warn!("the portal does not know the cursor: pulling from the beginning");
                }
                let stored = account.stores(trust).and_then(|stores| stores.perform(step, environment.clock.now()));
                if shown {
                    heart.data_changed();
                }
                effect = engine.on(Event::Stored(stored));
            }
            Effect::Send(request) => {
                heart.doing(engine.activity());
                let _turn = account.line.take()?;
                // Never between an answer and the keeping of it.
                if let Err(ended) = account.still_wanted() {
                    let never_left = Event::Answered { sent: Err(NoAnswer::NotSent), wanted: false };
                    if let Effect::Store(thaw @ Step::Thaw { .. }) = engine.on(never_left) {
                        account.stores(trust)?.perform(thaw, environment.clock.now())?;
                    }
                    break Err(ended);
                }
                tracing::debug!(bytes = request.body.len(), "asking the portal");
                // Papers that were opened meanwhile have told something of the link, too.
                engine.know(lock(link)?.clone());
                let sent = environment.transport.send(request);
                effect = engine.on(Event::Answered { sent, wanted: heart.is_sync_wanted(&*environment.clock) });
                *lock(link)? = engine.link().clone();
            }
        }
    };
    let elapsed = environment.clock.monotonic().saturating_sub(started);
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let result = result.map(|report| SyncReport { ms, ..report });
    if let Ok(SyncReport { pushed, pulled, requests, .. }) = &result {
        tracing::info!(pushed, pulled, requests, ms, "in step with the portal");
    }
    Ok(Synchronised { result, retry_after: engine.retry_after() })
}
