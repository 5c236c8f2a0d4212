//! Signing out.
//!
//! Nothing that only this device has goes without a question: it is sent, kept sealed, or discarded, as the citizen
//! says.

use cds_wire::ipc::{DossierState, Dossiers, ErrorCode, SignOut as SignOutCommand, SignOutArgs, Sync, Unsent};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{BackBar, Button, Card, ErrorNotice, Kind, Note, Title, Tone};
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
        Card {
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
    let mut sending = use_signal(|| false);
    let mut discarding = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let waiting = pulse.read().as_ref().map_or(0, |pulse| pulse.waiting);
    let drafts = match dossiers.get() {
        Some(Ok(list)) => list
            .dossiers
            .iter()
            .filter(|dossier| matches!(dossier.state, DossierState::Saved | DossierState::Returned))
            .count(),
        _ => 0,
    };
    let drafts = i64::try_from(drafts).unwrap_or(i64::MAX);
    let send = move |()| async move {
        error.set(None);
        match bridge::call::<Sync>(()).await {
            Ok(()) => sending.set(true),
            Err(failed) => error.set(Some(failed.code)),
        }
    };
    rsx! {
        Card {
            Note { tone: Tone::Warn, live: true,
                p {
                    {texts.unsent(drafts, i64::try_from(waiting).unwrap_or(i64::MAX))}
                }
            }
            if waiting > 0 {
                p { {texts.sign_out_send_hint()} }
                Button { id: "sign-out-send", kind: Kind::Plain, onclick: send, {texts.sign_out_send()} }
            }
            if sending() {
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
                            onclick: move |()| discarding.set(false),
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
