//! Where a dossier stands, what comes next, and why it came back.

use cds_vn::date::format_instant;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::DossierDetail;
use dioxus::prelude::*;

use super::signs::{code_or_why_none, icon, needs_citizen};
use crate::app::use_app;
use crate::components::{IconName, drawing, name_of, named};
use crate::texts::use_texts;

/// The answer to "what about my dossier?" in one card.
#[component]
pub(super) fn Standing(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let summary = detail.summary;
    let (stands, next) = match summary.status {
        Some(status) if summary.payment_waits => (texts.status(status), texts.next_payment_waits()),
        Some(status) if summary.supplement_waits => (texts.status(status), texts.next_supplement_waits()),
        Some(DossierStatus::PaymentNeeded) if !detail.fees.is_empty() => {
            (texts.status(DossierStatus::PaymentNeeded), texts.next_pay())
        }
        Some(DossierStatus::Completed) if !detail.results.is_empty() => {
            (texts.status(DossierStatus::Completed), texts.next_completed_here())
        }
        Some(status) => (texts.status(status), texts.next_of_status(status)),
        None => (texts.state(summary.state), texts.next_of_state(summary.state, guest, phone)),
    };
    let urgent = needs_citizen(&summary);
    let ended = matches!(summary.status, Some(DossierStatus::Refused | DossierStatus::Stopped));
    let no_reason = ended && summary.reason.is_none();
    let code = code_or_why_none(&texts, &summary);
    rsx! {
        div { class: "card",
            div { class: if urgent { "standing urgent" } else { "standing" },
                p { class: "standing-words", id: "standing",
                    {drawing(icon(&summary))}
                    strong { {stands} }
                }
                p { class: "standing-next", {next} }
                if let Some(person) = texts.person(summary.person.as_ref()) {
                    p { class: "with-icon", id: "person",
                        {drawing(IconName::Person)}
                        span { {named(person, &name_of(summary.person.as_ref()))} }
                    }
                }
                if let Some(reason) = &summary.reason {
                    p { class: "reason", id: "reason",
                        strong { {texts.dossier_reason()} }
                        " "
                        {texts.result_code(reason)}
                    }
                }
                if let Some(note) = &summary.note {
                    figure { class: "office-note",
                        figcaption { {texts.dossier_office_wrote()} }
                        blockquote { lang: "vi", {note.reveal().clone()} }
                    }
                } else if no_reason {
                    p { id: "no-reason", {texts.dossier_no_reason()} }
                }
                if let Some(due) = detail.due_at {
                    p { class: "with-icon",
                        {drawing(IconName::Clock)}
                        span { {texts.dossier_due(format_instant(due))} }
                    }
                    if let Some(left) = detail.time_left {
                        p { id: "time-left", {texts.time_left(left)} }
                    }
                }
                p { class: "quiet",
                    if let Some(code) = code {
                        span { class: "code", {code} }
                        " · "
                    }
                    {texts.dossier_changed(format_instant(summary.updated_at))}
                }
            }
        }
    }
}
