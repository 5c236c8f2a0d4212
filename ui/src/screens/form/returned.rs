//! What a form says beside its fields: which office gets it, why it came back, and that it is on the disk.

use cds_vn::date::{format_day, format_instant};
use cds_wire::ipc::{DraftDetail, ProfileShown};
use dioxus::prelude::*;

use super::saver::{Saver, Saving};
use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, Kind, Note, Tone, drawing};
use crate::dates;
use crate::pulse::use_pulse;
use crate::texts::{Texts, use_texts};

/// Which office gets it.
pub(super) fn office(texts: &Texts, commune: Option<&String>, profile: Option<&ProfileShown>) -> String {
    let own = profile.and_then(|profile| profile.record.as_ref());
    match (commune, own) {
        (Some(code), Some(own)) if *code == own.commune => texts.form_office(own.commune_name.clone()),
        (Some(code), _) => texts.form_office_code(code.clone()),
        (None, Some(own)) => texts.form_office(own.commune_name.clone()),
        (None, None) => texts.form_office_own(),
    }
}

/// Why the portal or the office gave it back, and what the office wrote, in plain words.
#[component]
pub(super) fn WhyReturned(draft: DraftDetail) -> Element {
    let texts = use_texts();
    // To a dossier that stands, something is added: nothing of it came back.
    let returned = draft.reason.is_some() || (draft.note.is_some() && draft.supplements.is_none());
    rsx! {
        if returned {
            Note { tone: Tone::Warn,
                if let Some(reason) = &draft.reason {
                    p { id: "reason", {texts.result_code(reason)} }
                }
                p { {texts.form_nothing_lost()} }
            }
        }
        if let Some(said) = &draft.note {
            figure { class: "office-note",
                figcaption { {texts.dossier_office_wrote()} }
                blockquote { lang: "vi", {said.reveal().clone()} }
            }
        }
    }
}

/// Whether what is on the screen is on the disk. Screen readers hear it once, and not at each letter.
#[component]
pub(super) fn SavedLine(saver: Saver, saving: Signal<Saving>) -> Element {
    let texts = use_texts();
    let mut changed = use_signal(|| false);
    let mut told = use_signal(|| false);
    use_effect(move || match saving() {
        Saving::Underway => changed.set(true),
        Saving::Saved(_) if *changed.peek() => told.set(true),
        // The notice speaks for itself; that it is saved after all is news again.
        Saving::Failed(_) => told.set(false),
        Saving::Saved(_) => {}
    });
    let now = use_pulse().read().as_ref().map(|pulse| pulse.now);
    let (text, kept) = match saving() {
        Saving::Underway => (texts.form_saving(), false),
        Saving::Saved(Some(at)) => (texts.form_saved_at(moment(now, at)), true),
        Saving::Saved(None) => (texts.form_saved(), true),
        Saving::Failed(_) => (texts.form_not_saved(), false),
    };
    rsx! {
        p { class: "saved-line", id: "draft-saved", aria_busy: saving() == Saving::Underway,
            if kept {
                {drawing(IconName::Check)}
            }
            span { {text} }
        }
        p { class: "unseen", role: "status",
            if told() {
                {texts.form_saved()}
            }
        }
        if let Saving::Failed(code) = saving() {
            ErrorNotice { code }
            div { class: "actions",
                Button {
                    id: "save-again",
                    kind: Kind::Plain,
                    onclick: move |()| {
                        // This button goes; the next one down takes its focus.
                        bridge::focus("review");
                        saver.again();
                    },
                    {texts.save_again()}
                }
            }
        }
    }
}

/// The hour of today, or the day and the hour.
fn moment(now: Option<i64>, at: i64) -> String {
    if now.map(format_day) == Some(format_day(at)) { dates::time_of_day(at) } else { format_instant(at) }
}
