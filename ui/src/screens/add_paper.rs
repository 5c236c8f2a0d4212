//! Keeping a paper: its pages, from files or with the camera, and what stands on it.

mod pages;

use cds_wire::Sensitive;
use cds_wire::ipc::{AddPaperArgs, ErrorCode, KeepStaged, Language, ListStaged};
use cds_wire::paper::PaperKind;
use dioxus::prelude::*;

use self::pages::Pages;
use crate::bridge;
use crate::components::{BackBar, Button, Choice, ErrorNotice, Field, PersonChoice, Title};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::submit::use_submit;
use crate::texts::{Texts, use_texts};

/// Each page is on the disk as soon as it was taken; what is said of the paper follows, and keeping it makes it one.
#[component]
pub(crate) fn AddPaper() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let pages = use_query::<ListStaged>(());
    let mut kind = use_signal(|| PaperKind::IdentityCard);
    let title = use_signal(String::new);
    let person = use_signal(|| None::<String>);
    let number = use_signal(String::new);
    let expires_on = use_signal(String::new);
    let submit = use_submit();
    let none = !matches!(pages.get(), Some(Ok(pages)) if !pages.is_empty());
    let keep = move || async move {
        if none {
            return Err(ErrorCode::FileEmpty);
        }
        let typed = |field: Signal<String>| Some(field().trim().to_owned()).filter(|typed| !typed.is_empty());
        let args = AddPaperArgs {
            kind: kind(),
            title: name(kind(), typed(title)),
            number: typed(number).map(Sensitive::new),
            expires_on: typed(expires_on),
            person: person(),
        };
        let saved = bridge::call::<KeepStaged>(args).await.map_err(|failed| failed.code)?;
        nav.replace(Place::Paper(saved.id));
        Ok(())
    };
    let error = submit.error();
    let date_error = (error == Some(ErrorCode::DateInvalid)).then(|| texts.add_paper_date_invalid());
    rsx! {
        BackBar {}
        form { class: "form-page", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, keep()),
            header { class: "page-head",
                Title { text: texts.add_paper_title() }
                p { {texts.add_paper_intro()} }
            }
            Pages { pages }
            Choice {
                id: "paper-kind",
                label: texts.add_paper_kind(),
                options: kinds(&texts),
                value: value(kind()),
                on_change: move |chosen: String| {
                    if let Some(found) = kind_of(&chosen) {
                        kind.set(found);
                    }
                },
            }
            PersonChoice { id: "paper-person", person }
            Field { id: "paper-title", label: texts.add_paper_name(), hint: texts.add_paper_name_hint(), value: title }
            Field { id: "paper-number", label: texts.paper_about_number(), hint: texts.add_paper_number_hint(), value: number }
            Field {
                id: "paper-expires",
                label: texts.paper_about_expires(),
                hint: texts.add_paper_expires_hint(),
                error: date_error.clone(),
                value: expires_on,
                inputmode: "numeric",
            }
            if let Some(code) = error.filter(|_| date_error.is_none()) {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "keep-paper", submit: true, busy: submit.is_busy(), blocked: none, {texts.add_paper_keep()} }
            }
        }
    }
}

/// The citizen's name for it, or else what it is: offices read it, so that is Vietnamese in any language.
fn name(kind: PaperKind, typed: Option<String>) -> Sensitive {
    Sensitive::new(typed.unwrap_or_else(|| Texts::new(Language::Vi).paper_kind(kind)))
}

/// All kinds, as choices.
pub(super) fn kinds(texts: &Texts) -> Vec<(String, String)> {
    PaperKind::ALL.iter().map(|kind| (value(*kind), texts.paper_kind(*kind))).collect()
}

/// The kind of a choice.
pub(super) fn kind_of(chosen: &str) -> Option<PaperKind> {
    PaperKind::ALL.iter().copied().find(|kind| value(*kind) == chosen)
}

/// A kind's value among the choices.
pub(super) fn value(kind: PaperKind) -> String {
    kind.name().to_owned()
}
