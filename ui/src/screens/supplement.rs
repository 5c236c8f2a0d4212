//! Adding to a dossier what its office asks for: a place for each paper that it names, others, and a note.
//!
//! It is a draft like any other, and its pieces are those of the form.

use cds_wire::ipc::{Draft, DraftArgs, DraftDetail, ErrorCode, IdArgs};
use cds_wire::portal::DossierSupplement;
use cds_wire::procedure::{PaperGroup, RequiredPaper};
use dioxus::prelude::*;

use super::form::delete::Delete;
use super::form::filling::SavedLine;
use super::form::papers;
use super::form::saver::{Saver, Saving, Shown};
use super::form::slot::Slot;
use super::procedure::{heading, shorten};
use crate::app::use_app;
use crate::bridge;
use crate::components::{BackBar, Button, Entry, ErrorNotice, IconName, Loading, Note, Section, Title, Tone, drawing};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
use crate::texts::use_texts;

/// The draft with this id. It is read once: from here on the screen knows better than any answer.
#[component]
pub(crate) fn Supplement(draft: String) -> Element {
    let opened = use_resource(move || bridge::call::<Draft>(IdArgs { id: draft.clone() }));
    let opened = opened.read().clone();
    rsx! {
        BackBar {}
        match opened {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(draft)) => rsx! { Adding { draft } },
        }
    }
}

#[component]
fn Adding(draft: DraftDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let status = use_app().status();
    let camera = status.as_ref().is_some_and(|status| status.device.camera);
    let guest = status.is_some_and(|status| status.guest);
    let saving = use_signal(|| Saving::Saved(Some(draft.updated_at)));
    let id = use_signal(|| Some(draft.id.clone()));
    let attached = use_signal(|| draft.attachments.clone());
    let attaching = use_signal(|| false);
    let mut note =
        use_signal(|| draft.fields.get(DossierSupplement::NOTE).map_or_else(String::new, |note| note.reveal().clone()));
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let other = use_hook(papers::other);
    let shown = Shown { saving, draft: id, view: None, pulse: use_pulse() };
    let saver = use_hook(|| {
        let DraftDetail { id, procedure_code: procedure, commune, fields, .. } = draft.clone();
        Saver::new(DraftArgs { id: Some(id), procedure, commune, fields }, shown)
    });
    let write = {
        let saver = saver.clone();
        move |words: String| {
            note.set(words.clone());
            saver.change(DossierSupplement::NOTE.to_owned(), words);
        }
    };
    let dossier = draft.supplements.clone().unwrap_or_default();
    let confirm = {
        let saver = saver.clone();
        move |()| {
            let (saver, dossier) = (saver.clone(), dossier.clone());
            async move {
                if busy() {
                    return;
                }
                busy.set(true);
                error.set(None);
                match saver.confirm().await {
                    Ok(_) => nav.replace(Place::Dossier(dossier)),
                    Err(code) => error.set(Some(code)),
                }
                busy.set(false);
            }
        }
    };
    let asked = |name: &String| RequiredPaper { name: name.clone(), originals: 0, copies: 0, remark: false };
    let group = PaperGroup { case: None, papers: draft.wanted.iter().map(asked).collect() };
    let places = papers::places(Some(&group), &attached.read(), &other);
    let missing: Vec<String> = places
        .iter()
        .filter(|place| place.required.is_some() && place.attached.is_none())
        .map(|place| place.name.clone())
        .collect();
    let bytes: u64 = attached.read().iter().map(|attachment| attachment.size).sum();
    rsx! {
        form { class: "form-page", novalidate: true, autocomplete: "off", onsubmit: move |event| event.prevent_default(),
            header { class: "page-head",
                Title { text: texts.supplement_title() }
                p { class: "form-procedure", lang: "vi", {heading(&draft.procedure_name)} }
            }
            if let Some(reason) = &draft.reason {
                Note { tone: Tone::Warn,
                    p { id: "reason", {texts.result_code(reason)} }
                    p { {texts.form_nothing_lost()} }
                }
            }
            if let Some(said) = &draft.note {
                figure { class: "office-note",
                    figcaption { {texts.dossier_office_wrote()} }
                    blockquote { lang: "vi", {said.reveal().clone()} }
                }
            }
            Section { title: texts.form_papers(), id: "form-papers",
                p { {texts.supplement_intro()} }
                ul { class: "slots",
                    for (index , place) in places.into_iter().enumerate() {
                        Slot { key: "{place.name}", index, place, saver: saver.clone(), attached, busy: attaching, camera }
                    }
                }
            }
            Entry {
                id: "supplement-note",
                label: texts.supplement_note(),
                value: note(),
                multiline: true,
                on_change: write,
            }
            if !missing.is_empty() {
                Note { tone: Tone::Warn,
                    p { {texts.review_missing()} }
                    ul { class: "bullets", lang: "vi",
                        for (index , paper) in missing.iter().enumerate() {
                            li { key: "{index}", {shorten(paper, 140)} }
                        }
                    }
                    p { {texts.supplement_missing_still()} }
                }
            }
            footer { class: "form-foot",
                SavedLine { saver, saving }
                p { id: "supplement-size", {texts.supplement_size(dates::bytes(bytes))} }
                p {
                    if guest {
                        {texts.supplement_what_follows_guest()}
                    } else {
                        {texts.supplement_what_follows()}
                    }
                }
                if let Some(code) = error() {
                    ErrorNotice { code }
                }
                div { class: "actions",
                    Button { id: "review", busy: busy() || attaching(), onclick: confirm,
                        {drawing(IconName::Send)}
                        {texts.supplement_send()}
                    }
                }
                Delete { id: draft.id, procedure: String::new(), copies: false }
            }
        }
    }
}
