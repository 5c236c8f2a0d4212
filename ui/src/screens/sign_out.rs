//! Signing out.
//!
//! Nothing that only this device has goes without a question: it is sent, kept sealed, or discarded, as the citizen
//! says.

use cds_wire::ipc::{
    Activity, AppError, DossierList, DossierState, Dossiers, ErrorCode, PaperState, PaperSummary, Papers, PetitionList,
    Petitions, SignOut as SignOutCommand, SignOutArgs, Sync, Unsent,
};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{BackBar, Button, ErrorNotice, Kind, Loading, Note, Title, Tone};
use crate::pulse::use_pulse;
use crate::query::use_query;
use crate::texts::use_texts;

/// Signing out, and what becomes of what was not sent.
#[component]
pub(crate) fn SignOut() -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let sign_out = use_callback(move |unsent: Unsent| {
        spawn(async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            match bridge::call::<SignOutCommand>(SignOutArgs { unsent }).await {
                Ok(()) => bridge::reload(),
                Err(failed) if failed.code == ErrorCode::Unsent => asking.set(true),
                Err(failed) => error.set(Some(failed.code)),
            }
            busy.set(false);
        });
    });
    rsx! {
        BackBar {}
        Title { text: texts.sign_out_title() }
        div { class: "card",
            p { {texts.sign_out_intro()} }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button {
                    id: "sign-out-now",
                    busy: busy(),
                    onclick: move |()| sign_out.call(Unsent::Refuse),
                    {texts.sign_out_now()}
                }
            }
        }
        if asking() {
            WhatOfTheUnsent { sign_out }
        }
    }
}

/// What only this device has, and the three things that may become of it.
#[component]
fn WhatOfTheUnsent(sign_out: Callback<Unsent>) -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let dossiers = use_query::<Dossiers>(());
    let papers = use_query::<Papers>(());
    let petitions = use_query::<Petitions>(());
    // The pulse's revision as sending was asked for: what an older one says is about an earlier try.
    let mut sending = use_signal(|| None::<u64>);
    let mut discarding = use_signal(|| false);
    let mut kept = use_signal(|| false);
    use_effect(move || {
        if kept() {
            bridge::focus("sign-out-discard");
        }
    });
    let mut error = use_signal(|| None::<ErrorCode>);
    let waiting = pulse.read().as_ref().map_or(0, |pulse| pulse.waiting);
    let stopped = pulse.read().as_ref().and_then(|pulse| {
        let answered = sending().is_some_and(|asked| pulse.revision > asked);
        pulse.failure.filter(|_| answered && waiting > 0 && pulse.activity == Activity::Idle)
    });
    let send = move |()| async move {
        error.set(None);
        let revision = pulse.peek().as_ref().map_or(0, |pulse| pulse.revision);
        match bridge::call::<Sync>(()).await {
            Ok(()) => sending.set(Some(revision)),
            Err(failed) => error.set(Some(failed.code)),
        }
    };
    let numbers = dossiers.get().zip(papers.get()).zip(petitions.get());
    let numbers = numbers.map(|((dossiers, papers), petitions)| only_here(dossiers, papers, petitions));
    rsx! {
        div { class: "card",
            match numbers {
                None => rsx! { Loading {} },
                Some(Err(code)) => rsx! { ErrorNotice { code } },
                Some(Ok((drafts, papers))) => rsx! {
                    Note { tone: Tone::Warn, live: true,
                        p { {texts.unsent(drafts, papers, waiting)} }
                    }
                },
            }
            if waiting > 0 {
                p { {texts.sign_out_send_hint()} }
                Button { id: "sign-out-send", kind: Kind::Plain, onclick: send, {texts.sign_out_send()} }
            }
            if let Some(code) = stopped {
                ErrorNotice { code }
            } else if sending().is_some() {
                Note { tone: if waiting == 0 { Tone::Good } else { Tone::Plain }, live: true,
                    p {
                        if waiting == 0 {
                            {texts.sign_out_sent()}
                        } else {
                            {texts.sign_out_sending()}
                        }
                    }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            p { {texts.sign_out_keep_hint()} }
            Button {
                id: "sign-out-keep",
                kind: Kind::Plain,
                onclick: move |()| sign_out.call(Unsent::Keep),
                {texts.sign_out_keep()}
            }
            p { {texts.sign_out_discard_hint()} }
            if discarding() {
                Note { tone: Tone::Warn, live: true,
                    p { {texts.sign_out_discard_sure()} }
                    div { class: "actions",
                        Button {
                            id: "sign-out-discard-no",
                            kind: Kind::Plain,
                            onclick: move |()| {
                                discarding.set(false);
                                kept.set(true);
                            },
                            {texts.sign_out_discard_no()}
                        }
                        Button {
                            id: "sign-out-discard-yes",
                            kind: Kind::Danger,
                            onclick: move |()| sign_out.call(Unsent::Discard),
                            {texts.sign_out_discard_yes()}
                        }
                    }
                }
            } else {
                Button {
                    id: "sign-out-discard",
                    kind: Kind::Danger,
                    onclick: move |()| discarding.set(true),
                    {texts.sign_out_discard()}
                }
            }
        }
    }
}

/// How many drafts, and how many papers that the portal did not take, are nowhere else.
fn only_here(
    dossiers: Result<DossierList, AppError>,
    papers: Result<Vec<PaperSummary>, AppError>,
    petitions: Result<PetitionList, AppError>,
) -> Result<(usize, usize), ErrorCode> {
    let dossiers = dossiers.map_err(|failed| failed.code)?.dossiers;
    let papers = papers.map_err(|failed| failed.code)?;
    let is_draft = |state| matches!(state, DossierState::Saved | DossierState::Returned);
    let petitions = petitions.map_err(|failed| failed.code)?.petitions;
    let supplements = dossiers.iter().filter(|dossier| dossier.supplement.is_some()).count();
    let states = dossiers.iter().map(|dossier| dossier.state).chain(petitions.iter().map(|petition| petition.state));
    let drafts = states.filter(|state| is_draft(*state)).count() + supplements;
    let papers = papers.iter().filter(|paper| paper.state == PaperState::Returned).count();
    Ok((drafts, papers))
}
