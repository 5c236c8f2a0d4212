//! Rows of fields, as many as the citizen adds.

use cds_wire::ipc::FieldView;
use dioxus::prelude::*;

use super::answers::row_label;
use super::field::FormField;
use super::sheet::{Sheet, id_of};
use crate::bridge;
use crate::components::{Ask, Button, IconName, Kind, drawing};
use crate::texts::use_texts;

/// A group with its rows. Taking out one that has something in it asks first.
#[component]
pub(super) fn Group(field: FieldView, sheet: Sheet, error: Option<String>) -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| None::<usize>);
    // Rows are told by their numbers: until the form is looked at again, those that are shown are of before.
    let mut changing = use_signal(|| false);
    let id = id_of(&field.name);
    let label = texts.words(&field.label);
    let (name, group) = (field.name.clone(), field.name.clone());
    let adding = sheet.saver.clone();
    let add = move |next: String| {
        let saver = adding.clone();
        async move {
            if changing() {
                return;
            }
            changing.set(true);
            // An answer that is there and empty begins the row; the name is of none that there is yet.
            saver.change(next.clone(), String::new());
            let added = saver.settled().await.is_ok();
            changing.set(false);
            if added {
                bridge::focus_soon(&id_of(&next));
            }
        }
    };
    let mut removing = sheet.clone();
    let remove = use_callback(move |row: usize| {
        asking.set(None);
        if changing() {
            return;
        }
        changing.set(true);
        removing.remove_row(&name, row);
        let (saver, add) = (removing.saver.clone(), format!("add-{name}"));
        spawn(async move {
            let removed = saver.settled().await.is_ok();
            changing.set(false);
            if removed {
                bridge::focus_soon(&add);
            }
        });
    });
    let described = error.is_some().then(|| format!("{id}-error"));
    let is_empty = |row: usize| {
        field.rows.get(row).is_none_or(|row| row.fields.iter().all(|field| sheet.text(field).trim().is_empty()))
    };
    rsx! {
        fieldset { class: "form-group", id: id.clone(), tabindex: "-1", aria_describedby: described,
            legend { {label.clone()} }
            if let Some(hint) = &field.hint {
                p { class: "hint", {texts.words(hint)} }
            }
            for (row , title , empty) in (0..field.rows.len()).map(|row| (row, row_label(&texts, &field, row), is_empty(row))) {
                div { key: "{row}", class: "card form-row", role: "group", aria_labelledby: "{id}-{row}",
                    h3 { id: "{id}-{row}", {title.clone()} }
                    for field in field.rows.get(row).map(|row| row.fields.clone()).unwrap_or_default() {
                        FormField { key: "{field.name}", field, sheet: sheet.clone() }
                    }
                    Button {
                        id: "remove-{group}-{row}",
                        kind: Kind::Quiet,
                        blocked: changing(),
                        onclick: move |()| if empty { remove.call(row) } else { asking.set(Some(row)) },
                        {texts.form_row_remove(title.clone())}
                    }
                    if asking() == Some(row) {
                        Ask {
                            id: "remove-{group}-{row}",
                            question: texts.form_row_remove_ask(title),
                            yes: texts.form_row_remove_yes(),
                            no: texts.form_delete_no(),
                            on_yes: move |()| remove.call(row),
                            on_no: move |()| asking.set(None),
                        }
                    }
                }
            }
            if let Some(error) = error {
                p { class: "field-error", id: "{id}-error", role: "alert", {error} }
            }
            if let Some(next) = field.next_row.clone() {
                Button { id: "add-{group}", kind: Kind::Plain, blocked: changing(), onclick: move |()| add(next.clone()),
                    {drawing(IconName::Add)}
                    {texts.form_row_add(label)}
                }
            } else {
                p { class: "quiet", {texts.form_rows_most(field.max_rows.unwrap_or_default())} }
            }
        }
    }
}
