//! What has happened to a dossier, oldest first.

use cds_vn::date::format_instant;
use cds_wire::UnixMillis;
use cds_wire::ipc::{DossierDetail, DossierState};
use dioxus::prelude::*;

use crate::components::Section;
use crate::texts::{Texts, use_texts};

/// One step: words, when, and what the office wrote or there is to add.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) words: String,
    pub(super) at: Option<UnixMillis>,
    pub(super) note: Option<String>,
    /// The note's language, where it is not the page's.
    pub(super) note_lang: Option<&'static str>,
}

/// What has happened to a dossier.
#[component]
pub(super) fn TimeLine(detail: DossierDetail) -> Element {
    let texts = use_texts();
    rsx! {
        Steps { steps: steps(&texts, &detail) }
    }
}

/// The steps as an ordered list; the last one is where it stands.
#[component]
pub(super) fn Steps(steps: Vec<Step>) -> Element {
    let texts = use_texts();
    if steps.is_empty() {
        return rsx! {};
    }
    let last = steps.len() - 1;
    rsx! {
        Section { title: texts.dossier_time_line(),
            ol { class: "time-line",
                for (index , step) in steps.into_iter().enumerate() {
                    li { key: "{index}", class: "step", aria_current: (index == last).then_some("step"),
                        p { class: "step-words", {step.words} }
                        if let Some(at) = step.at {
                            p { class: "quiet", {format_instant(at)} }
                        }
                        if let Some(note) = step.note {
                            p { class: "step-note", lang: step.note_lang, {note} }
                        }
                    }
                }
            }
        }
    }
}

fn steps(texts: &Texts, detail: &DossierDetail) -> Vec<Step> {
    let summary = &detail.summary;
    let step = |words, at| Step { words, at, note: None, note_lang: None };
    match summary.state {
        // A draft has no history yet.
        DossierState::Saved | DossierState::Returned => return Vec::new(),
        DossierState::Waiting => {
            return vec![
                step(texts.step_confirmed(), Some(summary.updated_at)),
                step(texts.state(DossierState::Waiting), None),
            ];
        }
        DossierState::Cancelling => {
            return vec![step(texts.state(DossierState::Cancelling), Some(summary.updated_at))];
        }
        DossierState::Received | DossierState::Known | DossierState::Unconfirmed => {}
    }
    let received = detail.receipt.as_ref().map(|receipt| step(texts.step_received(), Some(receipt.received_at)));
    let told = detail.steps.iter().map(|told| Step {
        words: texts.status(told.status),
        at: Some(told.at),
        note: told.note.as_ref().map(|note| note.reveal().clone()),
        note_lang: Some("vi"),
    });
    let mut all: Vec<Step> = received.into_iter().chain(told).collect();
    let results = detail.results.iter().rev().map(|paper| Step {
        words: texts.step_result(),
        at: Some(paper.added_at),
        note: Some(paper.title.reveal().clone()),
        note_lang: Some("vi"),
    });
    let rated = detail.rating.as_ref().map(|rating| Step {
        words: texts.rating_title(),
        at: Some(rating.at),
        note: Some(texts.rating(rating.stars)),
        note_lang: None,
    });
    // One by one into their places: to sort all would bring code of its own.
    for step in results.chain(rated) {
        let place = all.partition_point(|earlier| earlier.at <= step.at);
        all.insert(place, step);
    }
    // What the citizen has asked for since, and the office does not know yet.
    let asked = detail.waiting.iter().map(|entry| Step {
        words: texts.command_type(&entry.command_type),
        at: Some(entry.confirmed_at),
        note: Some(texts.command_state(entry.state)),
        note_lang: None,
    });
    match (summary.status, summary.state) {
        // The portal told a status and no history.
        (Some(status), _) if detail.steps.is_empty() => all.push(step(texts.status(status), Some(summary.updated_at))),
        (None, DossierState::Unconfirmed) => all.push(step(texts.state(DossierState::Unconfirmed), None)),
        _ => {}
    }
    all.extend(asked);
    all
}
