//! Taking back what was confirmed.

use cds_wire::ipc::{Cancel, Dossier, DossierState, ErrorCode, IdArgs, OutboxEntry, Petition};
use cds_wire::portal::command::command_type;
use dioxus::prelude::*;

use crate::bridge;

/// What became of a dossier that was taken back.
#[derive(Clone, PartialEq)]
pub(super) enum Became {
    /// It is a draft again, with this id.
    Draft(String),
    /// It had been sent: the portal is asked.
    Asked,
}

/// Taking back, for the whole list: an entry goes from the list before the answer is told.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Taking {
    /// The one that a question is asked about: never two questions at a time.
    pub(super) asking: Signal<Option<String>>,
    pub(super) busy: Signal<bool>,
    /// Which one could not be taken back, and why.
    pub(super) error: Signal<Option<(String, ErrorCode)>>,
    pub(super) became: Signal<Option<Became>>,
    pub(super) take_back: Callback<OutboxEntry>,
}

/// Nothing is asked about yet.
pub(super) fn use_taking() -> Taking {
    let mut asking = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<(String, ErrorCode)>);
    let mut became = use_signal(|| None::<Became>);
    let take_back = use_callback(move |entry: OutboxEntry| {
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn(async move {
            let id = entry.id.clone();
            match bridge::call::<Cancel>(IdArgs { id: id.clone() }).await {
                Ok(()) if is_paper(&entry) => became.set(None),
                Ok(()) => became.set(what_became_of(id).await),
                Err(failed) => error.set(Some((id, failed.code))),
            }
            asking.set(None);
            busy.set(false);
        });
    });
    Taking { asking, busy, error, became, take_back }
}

/// Whether it hands in a paper, and not a dossier.
pub(super) fn is_paper(entry: &OutboxEntry) -> bool {
    entry.command_type == command_type::PAPER_ADD
}

/// What the dossier or petition of a command that was taken back is now; the portal may have answered meanwhile.
async fn what_became_of(command: String) -> Option<Became> {
    let dossier = bridge::call::<Dossier>(IdArgs { id: command.clone() }).await;
    let (id, state) = match dossier {
        Ok(dossier) if dossier.summary.supplement.is_some() => return Some(Became::Draft(dossier.summary.id)),
        Ok(dossier) => (dossier.summary.id, dossier.summary.state),
        Err(_) => {
            let petition = bridge::call::<Petition>(IdArgs { id: command }).await.ok()?.summary;
            (petition.id, petition.state)
        }
    };
    match state {
        DossierState::Saved => Some(Became::Draft(id)),
        DossierState::Cancelling => Some(Became::Asked),
        DossierState::Waiting
        | DossierState::Received
        | DossierState::Returned
        | DossierState::Known
        | DossierState::Unconfirmed => None,
    }
}
