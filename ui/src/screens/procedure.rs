//! A procedure as the national portal prints it, made readable.
//!
//! Real records have names of 1,192 characters, 224 papers, steps of 22,855 characters, labels that their own notes
//! contradict and time limits without a unit. What is long folds away; what is doubtful is said, never smoothed over.

mod channels;
mod name;
mod papers;
mod printed;
mod shared;

use cds_vn::date::format_instant;
use cds_wire::ipc::{
    DossierState, DossierSummary, Dossiers, ErrorCode, NameArgs, Procedure as ProcedureCommand, Stage,
};
use cds_wire::procedure::Procedure as Record;
use dioxus::prelude::*;

use self::channels::Channels;
pub(super) use self::name::{WholeName, heading, shorten};
use self::papers::Papers;
pub(super) use self::papers::copies;
use self::printed::Printed;
use self::shared::Shared;
use super::form::begin_draft;
use super::services::BuiltIn;
use crate::app::use_app;
use crate::components::{
    BackBar, Button, ErrorNotice, Facts, IconName, Kind, Loading, Note, PersonChoice, Section, Title, Tone, drawing,
};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// The page of the procedure with this code.
#[component]
pub(crate) fn Procedure(code: String) -> Element {
    rsx! {
        BackBar {}
        for code in [code] {
            OfCode { key: "{code}", code: code.clone() }
        }
    }
}

#[component]
fn OfCode(code: String) -> Element {
    let record = use_query::<ProcedureCommand>(NameArgs { name: code });
    match record.get() {
        None => rsx! { Loading {} },
        Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
        Some(Ok(record)) => rsx! { Page { record } },
    }
}

#[component]
fn Page(record: Record) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let code = record.code.clone();
    let person = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let file = move |()| {
        if busy() {
            return;
        }
        let procedure = code.clone();
        busy.set(true);
        error.set(None);
        // Whom a draft is for is said as it is begun, and stays.
        spawn(async move {
            match begin_draft(procedure, person()).await {
                Ok(draft) => nav.go(Place::Form(draft)),
                Err(code) => error.set(Some(code)),
            }
            busy.set(false);
        });
    };
    let signed_in = use_app().status().is_some_and(|status| status.stage == Stage::Unlocked);
    rsx! {
        article { class: "procedure",
            header { class: "page-head",
                Title { text: heading(&record.name), lang: "vi" }
                WholeName { name: record.name.clone() }
                if let Some(field) = &record.field {
                    p { class: "quiet", lang: "vi", {field.clone()} }
                }
            }
            BuiltIn {}
            Doubts { record: record.clone() }
            if signed_in {
                Begun { record: record.clone() }
                PersonChoice { id: "file-person", person }
                div { class: "actions",
                    Button { id: "file", busy: busy(), onclick: file,
                        {drawing(IconName::Edit)}
                        {texts.procedure_file()}
                    }
                }
                if let Some(code) = error() {
                    ErrorNotice { code }
                }
                p { class: "quiet", {texts.procedure_file_hint()} }
            } else {
                p { class: "quiet", {texts.procedure_sign_in_to_file()} }
            }
            if !record.channels.is_empty() {
                Section { title: texts.procedure_channels(), id: "channels",
                    Channels { channels: record.channels.clone() }
                }
            }
            if !record.papers.is_empty() {
                Section { title: texts.procedure_papers(), id: "papers",
                    Papers { groups: record.papers.clone() }
                }
            }
            if let Some(conditions) = record.conditions.clone() {
                Section { title: texts.procedure_conditions(),
                    Printed { text: conditions }
                }
            }
            if let Some(steps) = record.steps.clone() {
                Section { title: texts.procedure_steps(),
                    Printed { text: steps }
                }
            }
            if !record.results.is_empty() {
                Section { title: texts.procedure_results(), id: "results",
                    ul { class: "bullets", lang: "vi",
                        for (index , result) in record.results.iter().cloned().enumerate() {
                            li { key: "{index}", {result} }
                        }
                    }
                }
            }
            Section { title: texts.procedure_about(),
                Facts { facts: about(&texts, &record), lang: "vi" }
            }
            if !record.legal.is_empty() {
                details { class: "more", id: "legal",
                    summary { {texts.procedure_legal(record.legal.len())} }
                    ul { class: "bullets", lang: "vi",
                        for (index , ground) in record.legal.iter().cloned().enumerate() {
                            li { key: "{index}", {ground} }
                        }
                    }
                }
            }
            Shared { code: record.code.clone() }
        }
    }
}

/// Offers back what was begun and not filed. The list of dossiers names procedures, hence the comparison of names.
#[component]
fn Begun(record: Record) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let dossiers = use_query::<Dossiers>(());
    let Some(Ok(list)) = dossiers.get() else { return rsx! {} };
    let is_begun = |dossier: &DossierSummary| {
        dossier.state == DossierState::Saved
            && dossier.supplement.is_none()
            && *dossier.procedure.reveal() == record.name
    };
    let Some(draft) = list.dossiers.into_iter().find(is_begun) else { return rsx! {} };
    rsx! {
        Note { tone: Tone::Plain,
            p { {texts.procedure_begun(format_instant(draft.updated_at))} }
            Button {
                id: "go-on",
                kind: Kind::Plain,
                onclick: move |()| nav.go(Place::Form(draft.id.clone())),
                {texts.dossier_go_on()}
            }
        }
    }
}

/// That another procedure took its place, and what is known to be wrong with the record.
#[component]
fn Doubts(record: Record) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    rsx! {
        if let Some(next) = record.superseded_by.clone() {
            Note { tone: Tone::Warn,
                p { {texts.procedure_superseded()} }
                Button {
                    id: "open-successor",
                    kind: Kind::Plain,
                    onclick: move |()| nav.go(Place::Procedure(next.clone())),
                    {texts.procedure_open_successor()}
                }
            }
        }
        if !record.flags.is_empty() {
            Note { tone: Tone::Warn,
                p { {texts.procedure_doubts()} }
                ul { class: "bullets",
                    for flag in record.flags.iter().copied() {
                        li { key: "{flag.name()}", {texts.flag(flag)} }
                    }
                }
            }
        }
    }
}

/// Who handles it, for whom, since when, under which number.
fn about(texts: &Texts, record: &Record) -> Vec<(String, String)> {
    let listed = |parts: &[String]| (!parts.is_empty()).then(|| parts.join(", "));
    [
        (texts.procedure_agency(), record.agency.clone()),
        (texts.procedure_levels(), listed(&record.levels)),
        (texts.procedure_audience(), listed(&record.audience)),
        (texts.procedure_decision(), record.decision.clone()),
        (texts.procedure_valid_from(), record.valid_from.as_deref().map(dates::day)),
        (texts.procedure_valid_to(), record.valid_to.as_deref().map(dates::day)),
        (texts.procedure_code(), Some(record.code.clone())),
    ]
    .into_iter()
    .filter_map(|(term, value)| Some((term, value?)))
    .collect()
}
