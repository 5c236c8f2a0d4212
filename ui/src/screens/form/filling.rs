//! A form: what applies is shown, as the core says after each change.
//!
//! What is typed stays as it is typed for as long as the screen is there; the core's view gives the shape around it.

use std::collections::BTreeMap;

use cds_wire::Sensitive;
use cds_wire::form::{FieldKind, FieldProblem, TextFormat, ValueSource};
use cds_wire::ipc::{
    CheckDraft, Draft, DraftDetail, ErrorCode, FieldView, FormView, IdArgs, PrefillArgs, PrefillDraft, Preflight,
    ProfileShown,
};
use dioxus::prelude::*;

use super::delete::Delete;
use super::field::FormField;
use super::obstacles::Obstacles;
use super::returned::{SavedLine, WhyReturned, office};
use super::review::Review;
use super::saver::{Saver, Saving, Shown};
use super::sheet::Sheet;
use crate::bridge;
use crate::components::{Button, CardScan, ErrorNotice, IconName, Note, Section, Title, Tone, drawing};
use crate::pulse::use_pulse;
use crate::screens::procedure::{heading, shorten};
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
    let (typed, told, taken) = (use_signal(BTreeMap::new), use_signal(Vec::new), use_signal(|| None));
    let attaching = use_signal(|| false);
    let sheet = Sheet { saver: saver.clone(), view, typed, told, attaching, taken };
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
                        // The portal takes what has no form of its own as it is; whoever sees its fields fills them in.
                        let wrong = |problem: &FieldProblem| !problem.problem.is_warning();
                        reviewing.set(found.ready && !view.peek().problems.iter().any(wrong));
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
    let handled = !draft.procedure_code.is_empty();
    let office = handled.then(|| office(&texts, draft.commune.as_ref(), profile.as_ref()));
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
                Obstacles { checked, sheet: sheet.clone() }
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

/// The fields of a section; its papers by case, where there are several.
#[component]
fn Fields(fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let mut cases: Vec<(Option<String>, Vec<FieldView>)> = Vec::new();
    for field in fields {
        match cases.last_mut().filter(|(case, _)| *case == field.case) {
            Some((_, of_case)) => of_case.push(field),
            None => cases.push((field.case.clone(), vec![field])),
        }
    }
    let open = |index: usize, fields: &[FieldView]| index == 0 || fields.iter().any(|field| field.attached.is_some());
    let cases =
        cases.into_iter().enumerate().map(|(index, (case, fields))| (index, open(index, &fields), case, fields));
    rsx! {
        for (index , open , case , fields) in cases {
            if let Some(case) = case {
                details {
                    key: "{index}",
                    class: "more",
                    open,
                    summary {
                        span { lang: "vi", {shorten(&case, 140)} }
                    }
                    Listed { fields, sheet: sheet.clone() }
                }
            } else {
                Listed { key: "{index}", fields, sheet: sheet.clone() }
            }
        }
    }
}

/// Fields below one another; of a list of papers that is too long to take in, those after its beginning fold away.
#[component]
fn Listed(fields: Vec<FieldView>, sheet: Sheet) -> Element {
    let texts = use_texts();
    let shown = |(index, field): &(usize, FieldView)| {
        *index < SHOWN || field.kind != FieldKind::File || field.attached.is_some()
    };
    let (first, rest): (Vec<_>, Vec<_>) = fields.into_iter().enumerate().partition(shown);
    rsx! {
        for (_ , field) in first {
            FormField { key: "{field.name}", field, sheet: sheet.clone() }
        }
        if !rest.is_empty() {
            details { class: "more",
                summary { {texts.form_papers_more(rest.len())} }
                for (_ , field) in rest {
                    FormField { key: "{field.name}", field, sheet: sheet.clone() }
                }
            }
        }
    }
}
