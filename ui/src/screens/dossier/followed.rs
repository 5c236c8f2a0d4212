//! What the office asks for, what it has made, and what the citizen says of it.

use cds_wire::Sensitive;
use cds_wire::ipc::{BeginSupplement, DossierDetail, ErrorCode, IdArgs, Rate, RateArgs};
use cds_wire::portal::command::command_type;
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, Entry, ErrorNotice, IconName, Note, Options, Row, Section, Tone, drawing};
use crate::nav::{Place, use_nav};
use crate::submit::use_submit;
use crate::texts::use_texts;

/// Whether the citizen has confirmed something of this type, and the portal has not answered.
fn waits(detail: &DossierDetail, what: &str) -> bool {
    detail.waiting.iter().any(|entry| entry.command_type == what)
}

/// The papers that are asked for, and the way to add them.
#[component]
pub(super) fn Asked(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let sent = waits(&detail, command_type::DOSSIER_SUPPLEMENT);
    let written = detail.summary.supplement;
    let draft = written.as_ref().map(|written| written.draft.clone());
    if !(sent || detail.can_supplement || written.is_some()) {
        return rsx! {};
    }
    let id = detail.summary.id;
    let open = move |()| {
        let (id, draft) = (id.clone(), draft.clone());
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            let draft = match draft {
                Some(draft) => Ok(draft),
                None => bridge::call::<BeginSupplement>(IdArgs { id }).await.map(|draft| draft.id),
            };
            match draft {
                Ok(draft) => nav.go(Place::Form(draft)),
                Err(failed) => error.set(Some(failed.code)),
            }
            busy.set(false);
        }
    };
    rsx! {
        Section { title: texts.supplement_title(), id: "supplement",
            if sent {
                p { class: "with-icon",
                    {drawing(IconName::Clock)}
                    span { {texts.supplement_waiting()} }
                }
            } else if !detail.wanted.is_empty() {
                p { {texts.supplement_wanted()} }
                ul { class: "bullets", lang: "vi",
                    for (index , name) in detail.wanted.into_iter().enumerate() {
                        li { key: "{index}", {name} }
                    }
                }
            }
            if let Some(written) = &written {
                if let Some(reason) = &written.reason {
                    p { class: "reason",
                        strong { {texts.supplement_returned()} }
                        " "
                        {texts.result_code(reason)}
                    }
                } else {
                    p { {texts.supplement_written()} }
                }
            }
            if detail.can_supplement || written.is_some() {
                Button { id: "add-papers", busy: busy(), onclick: open,
                    {drawing(IconName::Edit)}
                    if written.is_some() { {texts.supplement_go_on()} } else { {texts.supplement_title()} }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
        }
    }
}

/// The papers that the office has made.
#[component]
pub(super) fn Results(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    if detail.results.is_empty() {
        return rsx! {};
    }
    rsx! {
        Section { title: texts.dossier_results(), id: "results",
            ul { class: "rows",
                for (index , paper) in detail.results.into_iter().enumerate() {
                    Row {
                        key: "{paper.id}",
                        id: "result-{index}",
                        icon: IconName::Paper,
                        title: paper.title.reveal().clone(),
                        detail: texts.paper_state(paper.state),
                        onclick: move |()| nav.go(Place::Paper(paper.id.clone())),
                    }
                }
            }
        }
    }
}

/// How the dossier was handled: five answers with words, room for more, and thanks.
#[component]
pub(super) fn Rating(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let mut stars = use_signal(String::new);
    let mut comment = use_signal(String::new);
    let submit = use_submit();
    if let Some(rating) = detail.rating {
        return rsx! {
            Section { title: texts.rating_title(), id: "rating",
                Note { tone: Tone::Good,
                    p { {texts.rating_thanks()} }
                    p { {texts.rating(rating.stars)} }
                    if let Some(comment) = rating.comment {
                        p { class: "step-note", {comment.into_inner()} }
                    }
                }
            }
        };
    }
    if waits(&detail, command_type::DOSSIER_RATE) {
        return rsx! {
            Section { title: texts.rating_title(), id: "rating",
                Note { tone: Tone::Good, live: true, p { {texts.rating_waiting()} } }
            }
        };
    }
    if !detail.can_rate {
        return rsx! {};
    }
    let id = detail.summary.id;
    let rate = move || {
        let id = id.clone();
        async move {
            // Nothing chosen is no number of stars, and refused as that.
            let stars = stars().trim_start_matches(STARS).parse().unwrap_or(0);
            let args = RateArgs { id, stars, comment: Sensitive::new(comment()) };
            bridge::call::<Rate>(args).await.map(drop).map_err(|failed| failed.code)
        }
    };
    rsx! {
        Section { title: texts.rating_title(), id: "rating",
            form { class: "card", onsubmit: move |event| submit.run(event, rate()),
                Options {
                    name: "stars",
                    legend: texts.rating_ask(),
                    options: (1..=5).rev().map(|stars| (format!("{STARS}{stars}"), texts.rating(stars))).collect::<Vec<_>>(),
                    chosen: stars(),
                    on_change: move |chosen| stars.set(chosen),
                }
                Entry {
                    id: "rating-comment",
                    label: texts.rating_comment(),
                    value: comment(),
                    multiline: true,
                    on_change: move |words| comment.set(words),
                }
                if let Some(code) = submit.error() {
                    ErrorNotice { code }
                }
                div { class: "actions",
                    Button { id: "rate", submit: true, busy: submit.is_busy(), blocked: stars().is_empty(), {texts.rating_send()} }
                }
            }
        }
    }
}

/// Before the number in the ids of the answers.
const STARS: &str = "stars-";
