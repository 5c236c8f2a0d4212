//! One field of a form, whatever its kind.

use cds_wire::form::{FieldKind, TextFormat};
use cds_wire::ipc::{FieldView, FormView};
use dioxus::prelude::*;

use super::group::Group;
use super::sheet::{Sheet, id_of, is_printed, told};
use super::slot::Slot;
use crate::components::{Entry, Remarks};
use crate::texts::{Texts, use_texts};

/// A field with its label, its hint, what stands in it, where that comes from, and what is wrong with it.
#[component]
pub(super) fn FormField(field: FieldView, sheet: Sheet) -> Element {
    let texts = use_texts();
    let choose = {
        let (name, mut sheet) = (field.name.clone(), sheet.clone());
        use_callback(move |value: String| {
            sheet.change(&name, value);
            sheet.done(&name);
        })
    };
    let error = told(&texts, &field.problems, false).filter(|_| sheet.told.read().contains(&field.name));
    let label = label(&texts, &field);
    let hint = hint(&texts, &field);
    let (text, mark, id) = (sheet.text(&field), mark(&texts, &field), id_of(&field.name));
    let listed = !field.options.is_empty();
    let plain = match field.kind {
        FieldKind::Group => return rsx! { Group { field, sheet, error } },
        // Of a commune that this device has no list for, the name is typed.
        FieldKind::Select | FieldKind::Radio | FieldKind::Province | FieldKind::Commune => !listed,
        FieldKind::Computed | FieldKind::File => false,
        FieldKind::Text | FieldKind::Number | FieldKind::Money | FieldKind::Date | FieldKind::PartialDate => true,
    };
    if plain {
        let (name, mut typing, left) = (field.name.clone(), sheet.clone(), sheet);
        return rsx! {
            Entry {
                id,
                label,
                hint,
                error,
                mark,
                value: text,
                multiline: field.multiline,
                inputmode: inputmode(&field),
                calm: true,
                on_change: move |value| typing.change(&name, value),
                on_done: move |()| left.done(&field.name),
            }
        };
    }
    let invalid = error.is_some();
    // The names of units are Vietnamese in any language.
    let lang = matches!(field.kind, FieldKind::Province | FieldKind::Commune).then_some("vi");
    let remarks = Remarks { id: id.clone(), hint, mark, error };
    let (described, hint, foot) = (remarks.described_by(), remarks.hint(), remarks.foot());
    match field.kind {
        FieldKind::Radio => rsx! {
            fieldset { class: "options", id: id.clone(), tabindex: "-1", aria_describedby: described,
                legend { {label} }
                {hint}
                for option in field.options.iter() {
                    label { key: "{option.value}", class: "option",
                        input {
                            r#type: "radio",
                            name: id.clone(),
                            id: "{id}-{option.value}",
                            checked: option.value == text,
                            onchange: {
                                let value = option.value.clone();
                                move |_| choose.call(value.clone())
                            },
                        }
                        span { {texts.words(&option.label)} }
                    }
                }
                {foot}
            }
        },
        FieldKind::Computed => rsx! {
            div { class: "field", role: "group", aria_labelledby: "{id}-label",
                p { class: "field-label", id: "{id}-label", {label} }
                p { class: "computed", id: id.clone(), lang: "vi",
                    {field.shown.as_ref().unwrap_or(&field.value).reveal().clone()}
                }
                {foot}
            }
        },
        FieldKind::File => {
            let number = number(&sheet.view.read(), field.paper.as_ref());
            rsx! {
                Slot { number, id, field, label, sheet, hint, foot }
            }
        }
        _ => rsx! {
            div { class: "field",
                label { r#for: id.clone(), {label} }
                {hint}
                select {
                    id,
                    lang,
                    aria_invalid: invalid,
                    aria_describedby: described,
                    onchange: move |event| choose.call(event.value()),
                    option { value: "", lang: texts.language().tag(), selected: text.is_empty(), {texts.form_choose()} }
                    for option in field.options.iter() {
                        option { key: "{option.value}", value: option.value.clone(), selected: option.value == text,
                            {texts.words(&option.label)}
                        }
                    }
                }
                {foot}
            }
        },
    }
}

/// Which of the form's papers it is, from 0.
fn number(view: &FormView, paper: Option<&String>) -> usize {
    let mut papers = view.sections.iter().flat_map(|section| &section.fields).filter_map(|field| field.paper.as_ref());
    papers.position(|other| Some(other) == paper).unwrap_or_default()
}

fn label(texts: &Texts, field: &FieldView) -> String {
    let label = texts.words(&field.label);
    let printed = field.kind == FieldKind::File && is_printed(&field.label);
    let asked = field.required || printed || matches!(field.kind, FieldKind::Group | FieldKind::Computed);
    if asked { label } else { texts.form_optional(label) }
}

fn hint(texts: &Texts, field: &FieldView) -> Option<String> {
    let own = field.hint.as_ref().map(|hint| texts.words(hint));
    own.or_else(|| match field.kind {
        FieldKind::Date => Some(texts.form_date_hint()),
        FieldKind::PartialDate => Some(texts.form_partial_date_hint()),
        _ => None,
    })
}

/// Where the answer comes from, and what is worth a second look.
fn mark(texts: &Texts, field: &FieldView) -> Option<String> {
    let source = match field.kind {
        FieldKind::Computed => Some(texts.form_computed()),
        _ => field.source.map(|source| texts.value_source(source)),
    };
    source
        .into_iter()
        .chain(told(texts, &field.problems, true))
        .reduce(|source, warnings| format!("{source}. {warnings}"))
}

/// Which keyboard a phone shows.
fn inputmode(field: &FieldView) -> &'static str {
    match (field.kind, field.format) {
        (FieldKind::Number, _) => "decimal",
        (FieldKind::Money, _) | (_, Some(TextFormat::PersonalNumber)) => "numeric",
        (_, Some(TextFormat::Phone)) => "tel",
        (_, Some(TextFormat::Email)) => "email",
        _ => "text",
    }
}
