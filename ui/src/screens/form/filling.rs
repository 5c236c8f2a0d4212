//! A form: what applies is shown, as the core says after each change.
//!
//! What is typed stays as it is typed for as long as the screen is there; the core's view gives the shape around it.

use std::collections::BTreeMap;

use cds_wire::Sensitive;
use cds_wire::form::{FieldKind, TextFormat, ValueSource};
use cds_wire::ipc::{
    CheckDraft, Draft, DraftDetail, ErrorCode, FieldView, FormView, IdArgs, PaperGroupView, PrefillArgs, PrefillDraft,
    Preflight, ProfileShown,
};
use dioxus::prelude::*;

use super::Purpose;
use super::delete::Delete;
use super::field::FormField;
use super::obstacles::{Obstacles, blocks};
use super::returned::{SavedLine, WhyReturned, office};
use super::review::Review;
use super::saver::{Saver, Saving, Shown};
use super::sheet::{Sheet, is_printed};
use crate::bridge;
use crate::components::{Button, CardScan, ErrorNotice, IconName, Note, Section, Title, Tone, drawing};
use crate::pulse::use_pulse;
use crate::screens::procedure::{WholeName, heading};
use crate::texts::use_texts;

/// Papers that are shown without being asked for. The longest list has 224.
pub(super) const SHOWN: usize = 12;

/// The form of a draft.
#[component]
pub(super) fn Filling(draft: DraftDetail, view: FormView, profile: Option<ProfileShown>) -> Element {
    let texts = use_texts();
    let saving = use_signal(|| Saving::Saved(Some(draft.updated_at)));
    let view = use_signal(|| view);
    let mut checked = use_signal(|| None::<Preflight>);
    let (mut reviewing, mut checking) = (use_signal(|| false), use_signal(|| false));
    let mut error = use_signal(|| None::<ErrorCode>);
    let mut card_said_nothing = use_signal(|| false);
    let shown = Shown { saving, view, pulse: use_pulse() };
    let saver = use_hook(|| Saver::new(&draft, shown));
    let (typed, told) = (use_signal(BTreeMap::new), use_signal(Vec::new));
    let (choosing, taken) = (use_signal(|| None), use_signal(|| None));
    let attaching = use_signal(|| false);
    let sheet = Sheet { saver: saver.clone(), view, typed, told, attaching, choosing, taken };
    let own = draft.form.is_some();
    let check = {
        let saver = saver.clone();
        use_callback(move |()| {
            let (saver, mut told) = (saver.clone(), told);
            spawn(async move {
                if checking() {
                    return;
                }
                checking.set(true);
                error.set(None);
                let found = match saver.settled().await {
                    Ok(id) => bridge::call::<CheckDraft>(IdArgs { id }).await.map_err(|failed| failed.code),
                    Err(code) => Err(code),
                };
                checking.set(false);
                match found {
                    Ok(found) => {
                        let answers = found.obstacles.iter().filter_map(|obstacle| obstacle.answer.as_ref());
                        told.write().extend(answers.map(|problem| problem.field.clone()));
                        reviewing.set(found.ready && !view.peek().problems.iter().any(|problem| blocks(own, problem)));
                        checked.set(Some(found));
                        bridge::focus_soon("preflight");
                    }
                    Err(code) => error.set(Some(code)),
                }
            });
        })
    };
    let scanned = {
        let (sheet, id) = (sheet.clone(), draft.id.clone());
        use_callback(move |text: String| {
            let (sheet, id) = (sheet.clone(), id.clone());
            spawn(async move {
                error.set(None);
                match prefill(sheet, id, text).await {
                    Ok(filled) => card_said_nothing.set(!filled),
                    Err(code) => error.set(Some(code)),
                }
            });
        })
    };

    let name = draft.procedure_name.clone();
    let office =
        (Purpose::of(&draft) == Purpose::Dossier).then(|| office(&texts, draft.commune.as_ref(), profile.as_ref()));
    if let Some(checked) = checked().filter(|_| reviewing()) {
        return rsx! {
            Review { sheet, checked, draft, office, on_edit: move |()| reviewing.set(false) }
        };
    }
    let form = view();
    let knows_cards = form.sections.iter().flat_map(|section| &section.fields);
    let knows_cards = knows_cards.into_iter().any(|field| field.format == Some(TextFormat::PersonalNumber));
    rsx! {
        form { class: "form-page", novalidate: true, autocomplete: "off", onsubmit: move |event| event.prevent_default(),
            header { class: "page-head",
                Title { text: texts.words(&form.title) }
                if !name.is_empty() && name != form.title.vi {
                    p { class: "form-procedure", lang: "vi", {heading(&name)} }
                    WholeName { name }
                }
                if let Some(office) = office {
                    p { class: "with-icon",
                        {drawing(IconName::Send)}
                        span { {office} }
                    }
                }
            }
            WhyReturned { draft: draft.clone() }
            if knows_cards {
                CardScan { on_text: move |text| scanned.call(text) }
                if card_said_nothing() {
                    Note { tone: Tone::Warn, live: true,
                        p { id: "card-nothing", {texts.form_card_nothing()} }
                    }
                }
            }
            for section in form.sections {
                Section { key: "{section.name}", title: texts.words(&section.title), id: "section-{section.name}",
                    if let Some(hint) = &section.hint {
                        p { class: "quiet", {texts.words(hint)} }
                    }
                    Fields { fields: section.fields, sheet: sheet.clone() }
                }
            }
            if let Some(checked) = checked() {
                Obstacles { checked, own, sheet: sheet.clone() }
            }
            footer { class: "form-foot",
                SavedLine { saver, saving }
                if let Some(code) = error() {
                    ErrorNotice { code }
                }
                div { class: "actions",
                    Button { id: "review", busy: checking() || attaching(), onclick: move |()| check.call(()), {texts.form_check()} }
                }
                Delete { id: draft.id.clone(), saver: sheet.saver, copies: draft.supplements.is_none() }
            }
        }
    }
}

/// Fills in what a scanned card says and nobody has filled in yet; false where that is nothing.
async fn prefill(mut sheet: Sheet, draft: String, card: String) -> Result<bool, ErrorCode> {
    sheet.saver.settled().await?;
    let args = PrefillArgs { draft: draft.clone(), card: Some(Sensitive::new(card)) };
    let form = bridge::call::<PrefillDraft>(args).await.map_err(|failed| failed.code)?;
    let known = bridge::call::<Draft>(IdArgs { id: draft }).await.map_err(|failed| failed.code)?;
    // What is being typed meanwhile stays.
    sheet.saver.edit(|fields| {
        for (name, value) in known.fields {
            let empty = fields.get(&name).is_none_or(|typed| typed.reveal().trim().is_empty());
            if empty {
                fields.insert(name, value);
            }
        }
    });
    sheet.forget_blank();
    let shown = form.view.into_iter().flat_map(|view| view.sections).flat_map(|section| section.fields);
    Ok(shown.into_iter().any(|field| field.source == Some(ValueSource::Card)))
}

/// The fields of a section; its papers by group, where there are several.
#[component]
fn Fields(fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let texts = use_texts();
    let mut groups: Vec<(Option<PaperGroupView>, Vec<FieldView>)> = Vec::new();
    for field in fields {
        match groups.last_mut().filter(|(group, _)| *group == field.group) {
            Some((_, of_group)) => of_group.push(field),
            None => groups.push((field.group.clone(), vec![field])),
        }
    }
    rsx! {
        if groups.len() > 1 {
            p { class: "quiet", {texts.procedure_cases()} }
        }
        for (index , (group , fields)) in groups.into_iter().enumerate() {
            if let Some(group) = group {
                Group { key: "{index}", group, open: index == 0, fields, sheet: sheet.clone() }
            } else {
                Listed { key: "{index}", fields, sheet: sheet.clone() }
            }
        }
    }
}

/// One group of papers, which folds. What is open as the form is opened stays so until it is shut by hand.
#[component]
fn Group(group: PaperGroupView, open: bool, fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let texts = use_texts();
    let open = use_hook(|| open || fields.iter().any(|field| field.attached.is_some()));
    rsx! {
        details { class: "more", open,
            summary {
                if let Some(name) = group.name {
                    span { lang: "vi", {name} }
                } else {
                    {texts.procedure_case(i64::from(group.number))}
                }
            }
            Listed { fields, sheet }
        }
    }
}

/// Fields below one another; of a list of papers that are asked for and that is too long to take in, those after its
/// beginning fold away. What is in sight as the form is opened, or comes later, stays in sight.
#[component]
fn Listed(fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let texts = use_texts();
    let folded = use_hook(|| {
        let asked = fields.iter().filter(|field| is_paper(field) && is_printed(&field.label)).skip(SHOWN);
        let folded = asked.filter(|field| field.attached.is_none()).map(|field| field.name.clone());
        folded.collect::<Vec<_>>()
    });
    let (rest, first): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| folded.contains(&field.name));
    let more = texts.form_papers_more(rest.len());
    rsx! {
        Runs { fields: first, sheet: sheet.clone() }
        if !rest.is_empty() {
            details { class: "more",
                summary { {more} }
                Runs { fields: rest, sheet }
            }
        }
    }
}

fn is_paper(field: &FieldView) -> bool {
    field.kind == FieldKind::File
}

/// Fields in order; papers that follow one another as a list.
#[component]
fn Runs(fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let mut runs: Vec<(bool, Vec<FieldView>)> = Vec::new();
    for field in fields {
        match runs.last_mut().filter(|(papers, _)| *papers == is_paper(&field)) {
            Some((_, run)) => run.push(field),
            None => runs.push((is_paper(&field), vec![field])),
        }
    }
    rsx! {
        for (index , (papers , run)) in runs.into_iter().enumerate() {
            if papers {
                ul { key: "{index}", class: "slots",
                    for field in run {
                        // A paper is known by its name: when one is taken off, those after it move up.
                        FormField { key: "{field.paper.as_ref().unwrap_or(&field.name)}", field, sheet: sheet.clone() }
                    }
                }
            } else {
                Fragment { key: "{index}",
                    for field in run {
                        FormField { key: "{field.name}", field, sheet: sheet.clone() }
                    }
                }
            }
        }
    }
}
