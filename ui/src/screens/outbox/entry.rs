//! One thing that waits, with the way to take it back.

use cds_vn::date::format_instant;
use cds_wire::ipc::{CommandState, OutboxEntry};
use cds_wire::portal::command::command_type;
use dioxus::prelude::*;

use super::taking::{Taking, is_paper};
use crate::components::{Ask, Button, ErrorNotice, IconName, Kind, drawing};
use crate::screens::procedure::shorten;
use crate::texts::use_texts;

/// What it is, since when it waits, and why.
#[component]
pub(super) fn Entry(
    entry: OutboxEntry,
    /// Its number among those that can be taken back; none for one that cannot.
    cancel: Option<usize>,
    taking: Taking,
) -> Element {
    let texts = use_texts();
    let mut asking = taking.asking;
    let about_this = asking.read().as_ref() == Some(&entry.id);
    let error = taking.error.read().as_ref().filter(|(id, _)| *id == entry.id).map(|(_, code)| *code);
    let question = match entry.state {
        _ if entry.command_type == command_type::PAPER_REMOVE => texts.outbox_cancel_remove_ask(),
        _ if is_paper(&entry) => texts.outbox_cancel_paper_ask(),
        _ if entry.command_type == command_type::DOSSIER_WITHDRAW => texts.outbox_cancel_withdraw_ask(),
        _ if entry.command_type == command_type::DOSSIER_SUPPLEMENT => texts.outbox_cancel_supplement_ask(),
        _ if entry.command_type == command_type::DOSSIER_RATE => texts.outbox_cancel_rate_ask(),
        _ if entry.command_type == command_type::FEE_PAY => texts.outbox_cancel_fee_ask(),
        _ if entry.command_type == command_type::DEPENDANT_ADD => texts.outbox_cancel_dependant_add_ask(),
        _ if entry.command_type == command_type::DEPENDANT_REMOVE => texts.outbox_cancel_dependant_remove_ask(),
        CommandState::Sent | CommandState::Deferred => texts.dossier_cancel_ask_sent(),
        CommandState::Waiting | CommandState::Received | CommandState::Returned => texts.dossier_cancel_ask(),
    };
    let id = entry.id.clone();
    rsx! {
        div { class: "card",
            h2 { class: "entry-title", {texts.command_type(&entry.command_type)} }
            p { lang: "vi", {shorten(entry.title.reveal(), 200)} }
            p { class: "with-icon",
                {drawing(IconName::Clock)}
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
                    Button { id: "cancel-{number}", kind: Kind::Plain, onclick: move |()| asking.set(Some(id.clone())),
                        {drawing(IconName::Cancel)}
                        {texts.outbox_cancel()}
                    }
                }
                if about_this {
                    Ask {
                        id: "cancel",
                        asked_by: "cancel-{number}",
                        question,
                        yes: texts.dossier_cancel_yes(),
                        no: texts.dossier_cancel_no(),
                        busy: (taking.busy)(),
                        on_yes: move |()| taking.take_back.call(entry.clone()),
                        on_no: move |()| asking.set(None),
                    }
                }
            }
            if let Some(code) = error {
                ErrorNotice { code }
            }
        }
    }
}
