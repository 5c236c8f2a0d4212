//! What was confirmed on this device, and where it stands.

use cds_vn::date::format_instant;
use cds_wire::ipc::{Cancel, CommandState, ErrorCode, IdArgs, ListOutbox, OutboxEntry};
use cds_wire::portal::command::command_type;
use dioxus::prelude::*;

use super::dossier::Ask;
use super::procedure::shorten;
use crate::app::use_app;
use crate::bridge;
use crate::components::{
    BackBar, Button, Card, Empty, ErrorNotice, Icon, IconName, Kind, Loading, Note, Section, Title, Tone,
};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// What waits, with the way to take it back; below, what has left.
#[component]
pub(crate) fn Outbox() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let asking = use_signal(|| None::<String>);
    let taken_back = use_signal(|| None::<String>);
    let outbox = use_query::<ListOutbox>(());
    let listed = match outbox.get() {
        None => rsx! { Loading {} },
        Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
        Some(Ok(outbox)) => rsx! { Listed { outbox, asking, taken_back } },
    };
    rsx! {
        BackBar {}
        Title { text: texts.outbox_title() }
        if let Some(draft) = taken_back() {
            Note { tone: Tone::Good, live: true,
                p { {texts.outbox_taken_back()} }
                Button {
                    id: "open-draft",
                    kind: Kind::Quiet,
                    onclick: move |()| nav.go(Place::Dossier(draft.clone())),
                    {texts.outbox_open_draft()}
                }
            }
        }
        {listed}
    }
}

#[component]
fn Listed(
    outbox: cds_wire::ipc::Outbox,
    asking: Signal<Option<String>>,
    taken_back: Signal<Option<String>>,
) -> Element {
    let texts = use_texts();
    let phone = use_app().status().is_some_and(|status| status.device.phone);
    let missing = outbox.missing;
    let (waiting, done): (Vec<_>, Vec<_>) = outbox.entries.into_iter().partition(is_open);
    // Numbers the cancel buttons without gaps, whatever stands between.
    let mut numbers = 0_usize..;
    let mut number = |entry: &OutboxEntry| can_cancel(entry).then(|| numbers.next()).flatten();
    let waiting = waiting.into_iter().map(|entry| (number(&entry), entry)).collect::<Vec<_>>();
    rsx! {
        if missing > 0 {
            Note { tone: Tone::Warn, p { {texts.outbox_missing(i64::try_from(missing).unwrap_or(i64::MAX))} } }
        }
        if waiting.is_empty() {
            Empty { text: texts.outbox_empty() }
        } else {
            p { if phone { {texts.outbox_intro_phone()} } else { {texts.outbox_intro()} } }
            ul { class: "cards",
                for (cancel , entry) in waiting {
                    li { key: "{entry.id}", Entry { entry, cancel, asking, taken_back } }
                }
            }
        }
        if !done.is_empty() {
            Section { title: texts.outbox_done(),
                ul { class: "plain-list",
                    for entry in done.into_iter().rev() {
                        li { key: "{entry.id}", class: "sent-entry",
                            strong { {texts.command_type(&entry.command_type)} }
                            ": "
                            span { lang: "vi", {shorten(entry.title.reveal(), 140)} }
                            p { class: "quiet",
                                {texts.command_state(entry.state)}
                                " · "
                                {format_instant(entry.confirmed_at)}
                            }
                            if let Some(reason) = &entry.reason {
                                p { {texts.result_code(reason)} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One thing that waits.
#[component]
fn Entry(
    entry: OutboxEntry,
    /// Its number among those that can be taken back; none for one that cannot.
    cancel: Option<usize>,
    /// The one that a question is asked about: never two questions at a time.
    mut asking: Signal<Option<String>>,
    /// The draft that a dossier has become again.
    mut taken_back: Signal<Option<String>>,
) -> Element {
    let texts = use_texts();
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let paper = entry.command_type == command_type::PAPER_ADD;
    let (id, state) = (entry.id.clone(), entry.state);
    let about_this = asking.read().as_ref() == Some(&id);
    let ask = {
        let id = id.clone();
        move |()| asking.set(Some(id.clone()))
    };
    let take_back = move |()| {
        let id = id.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            let never_sent = state == CommandState::Waiting;
            match bridge::call::<Cancel>(IdArgs { id: id.clone() }).await {
                // What was sent ends when the portal says so; until then it stays in this list.
                Ok(()) => taken_back.set((never_sent && !paper).then_some(id)),
                Err(failed) => error.set(Some(failed.code)),
            }
            asking.set(None);
            busy.set(false);
        }
    };
    rsx! {
        Card {
            h2 { class: "entry-title", {texts.command_type(&entry.command_type)} }
            p { lang: "vi", {shorten(entry.title.reveal(), 200)} }
            p { class: "with-icon",
                Icon { name: IconName::Clock }
                span {
                    {texts.command_state(entry.state)}
                    " · "
                    {texts.outbox_confirmed(format_instant(entry.confirmed_at))}
                }
            }
            if let Some(reason) = &entry.reason {
                p { {texts.result_code(reason)} }
            }
            if let Some(number) = cancel {
                div { class: "actions",
                    Button { id: "cancel-{number}", kind: Kind::Plain, onclick: ask,
                        Icon { name: IconName::Cancel }
                        {texts.outbox_cancel()}
                    }
                }
                if about_this {
                    Ask {
                        id: "cancel",
                        question: if paper { texts.outbox_cancel_paper_ask() } else { texts.dossier_cancel_ask() },
                        yes: texts.dossier_cancel_yes(),
                        no: texts.dossier_cancel_no(),
                        busy: busy(),
                        on_yes: take_back,
                        on_no: move |()| asking.set(None),
                    }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
        }
    }
}

/// Whether the portal's last word on it is still to come.
fn is_open(entry: &OutboxEntry) -> bool {
    match entry.state {
        CommandState::Waiting | CommandState::Sent | CommandState::Deferred => true,
        CommandState::Received | CommandState::Returned => false,
    }
}

/// A cancellation itself is not taken back.
fn can_cancel(entry: &OutboxEntry) -> bool {
    is_open(entry) && entry.command_type != command_type::CANCEL
}
