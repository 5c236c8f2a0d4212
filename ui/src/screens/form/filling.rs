//! Filling in, then looking it over.

use std::collections::BTreeMap;

use cds_vn::date::{format_day, format_instant};
use cds_wire::ipc::{DraftArgs, DraftDetail, ProfileShown};
use cds_wire::procedure::Procedure;
use dioxus::prelude::*;

use super::attached::Attached;
use super::begun;
use super::delete::Delete;
use super::fields::{self, CONTENT, NAME};
use super::review::Review;
use super::saver::{Saver, Saving, Shown};
use crate::bridge;
use crate::components::{Button, CardScan, Entry, ErrorNotice, IconName, Kind, Note, Section, Title, Tone, drawing};
use crate::dates;
use crate::pulse::use_pulse;
use crate::screens::procedure::{WholeName, heading};
use crate::texts::{Texts, use_texts};

/// The form of a draft, or of one that the first change makes.
#[component]
pub(super) fn Filling(
    draft: Option<DraftDetail>,
    /// Code of the procedure.
    procedure: String,
    record: Option<Procedure>,
    profile: Option<ProfileShown>,
) -> Element {
    let texts = use_texts();
    let saving = use_signal(|| draft.as_ref().map_or(Saving::Untouched, |draft| Saving::Saved(Some(draft.updated_at))));
    let id = use_signal(|| draft.as_ref().map(|draft| draft.id.clone()));
    let mut fields = use_signal(|| beginning(draft.as_ref(), profile.as_ref()));
    let attached = use_signal(|| draft.as_ref().map(|draft| draft.attachments.clone()).unwrap_or_default());
    let attaching = use_signal(|| false);
    let mut reviewing = use_signal(|| false);
    let mut missing = use_signal(|| None::<&'static str>);
    // What a scanned card has filled in.
    let mut card = use_signal(Vec::new);
    let shown = Shown { saving, draft: id, view: None, pulse: use_pulse() };
    let commune = draft.as_ref().and_then(|draft| draft.commune.clone());
    let saver = use_hook(|| {
        let fields = fields.peek().iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        let (id, procedure, commune) = (id.peek().clone(), procedure.clone(), commune.clone());
        Saver::new(DraftArgs { id, procedure, commune, fields }, shown)
    });
    let is_new = draft.is_none();
    let of_procedure = procedure.clone();
    use_effect(move || {
        if let Some(id) = id()
            && is_new
        {
            begun::remember(&of_procedure, id);
        }
    });

    let change = {
        let saver = saver.clone();
        use_callback(move |(key, value): (String, String)| {
            if missing.peek().is_some_and(|missing| missing == key) {
                missing.set(None);
            }
            fields.write().insert(key.clone(), value.clone());
            saver.change(key, value);
        })
    };
    let fill = move |read| {
        let said = fields::of_card(&read);
        for (key, value) in &said {
            change.call(((*key).to_owned(), value.clone()));
        }
        card.set(said);
    };
    let unverified =
        |key: &str| card.read().iter().any(|(said, value)| *said == key && fields.read().get(key) == Some(value));
    let review = move |()| {
        let empty = |key: &&str| fields.peek().get(*key).is_none_or(|value| value.trim().is_empty());
        let first = [NAME, CONTENT].into_iter().find(empty);
        missing.set(first);
        match first {
            Some(key) => bridge::focus(&format!("field-{key}")),
            None => reviewing.set(true),
        }
    };
    let name = record.as_ref().map(|record| record.name.clone());
    let name = name.or_else(|| draft.as_ref().map(|draft| draft.procedure_name.clone())).unwrap_or_default();
    let office = office(&texts, commune.as_ref(), profile.as_ref());

    if reviewing() {
        return rsx! {
            Review {
                saver,
                procedure,
                name,
                office,
                fields,
                record,
                attached,
                attaching,
                on_edit: move |()| reviewing.set(false),
            }
        };
    }
    rsx! {
        form { class: "form-page", novalidate: true, autocomplete: "off", onsubmit: move |event| event.prevent_default(),
            header { class: "page-head",
                Title { text: texts.form_title() }
                p { class: "form-procedure", lang: "vi", {heading(&name)} }
                WholeName { name }
                p { class: "with-icon",
                    {drawing(IconName::Send)}
                    span { {office} }
                }
            }
            if let Some(draft) = &draft {
                WhyReturned { draft: draft.clone() }
            }
            Section { title: texts.form_fields(), id: "form-fields",
                if is_new {
                    p { class: "quiet", {texts.form_prefilled()} }
                }
                CardScan { on_card: fill }
                for key in fields::keys(fields.read().keys().map(String::as_str)) {
                    Entry {
                        key: "{key}",
                        id: "field-{key}",
                        label: fields::label(&texts, &key),
                        hint: fields::hint(&texts, &key),
                        error: (missing() == Some(key.as_str())).then(|| texts.form_missing()),
                        mark: unverified(&key).then(|| texts.card_mark()),
                        value: fields.read().get(&key).cloned().unwrap_or_default(),
                        multiline: key == CONTENT,
                        inputmode: fields::inputmode(&key),
                        on_change: move |value| change.call((key.clone(), value)),
                    }
                }
            }
            Attached { saver: saver.clone(), record, attached, busy: attaching }
            footer { class: "form-foot",
                SavedLine { saver: saver.clone(), saving }
                div { class: "actions",
                    Button { id: "review", busy: attaching(), onclick: review, {texts.form_review()} }
                }
                if let Some(id) = id() {
                    Delete { id, procedure, saver }
                }
            }
        }
    }
}

/// What a form begins with: what the draft has, or what the province knows of the citizen.
fn beginning(draft: Option<&DraftDetail>, profile: Option<&ProfileShown>) -> BTreeMap<String, String> {
    match (draft, profile) {
        (Some(draft), _) => {
            let mut fields = BTreeMap::new();
            // One by one: to collect them would sort them first, with code of its own.
            fields.extend(draft.fields.iter().map(|(key, value)| (key.clone(), value.reveal().clone())));
            fields
        }
        (None, Some(profile)) => fields::prefilled(profile),
        (None, None) => BTreeMap::new(),
    }
}

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

/// Why the portal or the office gave it back, in plain words.
#[component]
pub(super) fn WhyReturned(draft: DraftDetail) -> Element {
    let texts = use_texts();
    if draft.reason.is_none() && draft.note.is_none() {
        return rsx! {};
    }
    rsx! {
        Note { tone: Tone::Warn,
            if let Some(reason) = &draft.reason {
                p { id: "reason", {texts.result_code(reason)} }
            }
            if let Some(note) = &draft.note {
                p { {texts.dossier_office_wrote()} }
                p { lang: "vi", {note.reveal().clone()} }
            }
            p { {texts.form_nothing_lost()} }
        }
    }
}

/// Whether what is on the screen is on the disk. Screen readers hear it once, and not at each letter.
#[component]
pub(in crate::screens) fn SavedLine(saver: Saver, saving: Signal<Saving>) -> Element {
    let texts = use_texts();
    let mut changed = use_signal(|| false);
    let mut told = use_signal(|| false);
    use_effect(move || match saving() {
        Saving::Underway => changed.set(true),
        Saving::Saved(_) if *changed.peek() => told.set(true),
        // The notice speaks for itself; that it is saved after all is news again.
        Saving::Failed(_) => told.set(false),
        Saving::Untouched | Saving::Saved(_) => {}
    });
    let now = use_pulse().read().as_ref().map(|pulse| pulse.now);
    let (text, kept) = match saving() {
        Saving::Untouched => (texts.form_untouched(), false),
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
