//! What was confirmed on this device, and where it stands.

mod entry;
mod taking;

use cds_vn::date::format_instant;
use cds_wire::ipc::{CommandState, ListOutbox, OutboxEntry};
use cds_wire::portal::command::command_type;
use dioxus::prelude::*;

use self::entry::Entry;
use self::taking::{Became, Taking, use_taking};
use super::procedure::shorten;
use crate::app::use_app;
use crate::components::{BackBar, Button, Empty, ErrorNotice, Kind, Loading, Note, Section, Title, Tone};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// What waits, with the way to take it back; below, what has left.
#[component]
pub(crate) fn Outbox() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let taking = use_taking();
    let outbox = use_query::<ListOutbox>(());
    let listed = match outbox.get() {
        None => rsx! { Loading {} },
        Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
        Some(Ok(outbox)) => rsx! { Listed { outbox, taking } },
    };
    rsx! {
        BackBar {}
        Title { text: texts.outbox_title() }
        match (taking.became)() {
            None => rsx! {},
            Some(Became::Asked) => rsx! {
                Note { live: true, p { {texts.next_cancelling()} } }
            },
            Some(Became::Draft(draft)) => rsx! {
                Note { tone: Tone::Good, live: true,
                    p { {texts.outbox_taken_back()} }
                    Button {
                        id: "open-draft",
                        kind: Kind::Quiet,
                        onclick: move |()| nav.go(Place::Dossier(draft.clone())),
                        {texts.outbox_open_draft()}
                    }
                }
            },
        }
        {listed}
    }
}

#[component]
fn Listed(outbox: cds_wire::ipc::Outbox, taking: Taking) -> Element {
    let texts = use_texts();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let missing = outbox.missing;
    let (waiting, done): (Vec<_>, Vec<_>) = outbox.entries.into_iter().partition(is_open);
    let taking_back: Vec<String> =
        waiting.iter().filter(|entry| is_cancel(entry)).filter_map(|entry| entry.entity.clone()).collect();
    // Numbers the cancel buttons without gaps, whatever stands between.
    let mut numbers = 0_usize..;
    let mut number = |entry: &OutboxEntry| can_cancel(entry, &taking_back).then(|| numbers.next()).flatten();
    let waiting = waiting.into_iter().map(|entry| (number(&entry), entry)).collect::<Vec<_>>();
    rsx! {
        if missing > 0 {
            Note { tone: Tone::Warn, p { {texts.outbox_missing(missing)} } }
        }
        if waiting.is_empty() {
            Empty { text: texts.outbox_empty() }
        } else {
            p {
                if guest {
                    {texts.next_waiting_guest()}
                } else if phone {
                    {texts.outbox_intro_phone()}
                } else {
                    {texts.outbox_intro()}
                }
            }
            ul { class: "cards",
                for (cancel , entry) in waiting {
                    li { key: "{entry.id}", Entry { entry, cancel, taking } }
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

/// Whether the portal's last word on it is still to come.
fn is_open(entry: &OutboxEntry) -> bool {
    match entry.state {
        CommandState::Waiting | CommandState::Sent | CommandState::Deferred => true,
        CommandState::Received | CommandState::Returned => false,
    }
}

fn is_cancel(entry: &OutboxEntry) -> bool {
    entry.command_type == command_type::CANCEL
}

/// A cancellation itself is not taken back, and nothing is taken back twice.
fn can_cancel(entry: &OutboxEntry, taking_back: &[String]) -> bool {
    let already = entry.entity.as_ref().is_some_and(|entity| taking_back.contains(entity));
    is_open(entry) && !is_cancel(entry) && !already
}
