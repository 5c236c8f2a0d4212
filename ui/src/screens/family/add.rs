//! Adding somebody to the family, with consent.

use cds_wire::Sensitive;
use cds_wire::family::Relation;
use cds_wire::ipc::{AddDependant, AddDependantArgs, ErrorCode};
use cds_wire::portal::Sex;
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, Choice, ErrorNotice, Field, Note, Options, Section, Tone};
use crate::submit::use_submit;
use crate::texts::use_texts;

const SEXES: [(&str, Sex); 2] = [("sex-female", Sex::Female), ("sex-male", Sex::Male)];

/// Who it is, and the consent: a box that nobody has ticked before.
#[component]
pub(super) fn Add() -> Element {
    let texts = use_texts();
    let (name, birth, number) = (use_signal(String::new), use_signal(String::new), use_signal(String::new));
    let mut sex = use_signal(|| Sex::Female);
    let mut relation = use_signal(|| Relation::Child);
    let mut consent = use_signal(|| false);
    let mut added = use_signal(|| false);
    let submit = use_submit();
    let add = move || async move {
        added.set(false);
        let args = AddDependantArgs {
            name: Sensitive::new(name()),
            birth_date: Sensitive::new(birth()),
            sex: Sensitive::new(sex()),
            personal_number: Some(Sensitive::new(number())),
            relation: relation(),
            consent: consent(),
        };
        bridge::call::<AddDependant>(args).await.map_err(|failed| failed.code)?;
        for mut typed in [name, birth, number] {
            typed.set(String::new());
        }
        // Each consent is for one person.
        consent.set(false);
        added.set(true);
        Ok(())
    };
    let error = submit.error();
    let of = |code: ErrorCode| error.filter(|failed| *failed == code).map(|failed| texts.error(failed));
    let of_a_field = [ErrorCode::NameMissing, ErrorCode::BirthDateInvalid];
    rsx! {
        Section { title: texts.family_add_title(), id: "family-add",
            form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, add()),
                Field { id: "family-name", label: texts.family_name(), error: of(ErrorCode::NameMissing), value: name }
                Field {
                    id: "family-birth",
                    label: texts.family_birth(),
                    hint: texts.family_birth_hint(),
                    error: of(ErrorCode::BirthDateInvalid),
                    value: birth,
                    inputmode: "numeric",
                }
                Options {
                    name: "family-sex",
                    legend: texts.profile_sex(),
                    options: SEXES.iter().map(|(id, sex)| ((*id).to_owned(), texts.sex(*sex))).collect(),
                    chosen: SEXES.iter().find(|(_, of)| *of == sex()).map_or("", |(id, _)| *id),
                    on_change: move |chosen: String| {
                        if let Some((_, found)) = SEXES.iter().find(|(id, _)| *id == chosen) {
                            sex.set(*found);
                        }
                    },
                }
                Choice {
                    id: "family-relation",
                    label: texts.family_relation(),
                    options: Relation::ALL.iter().map(|one| (value(*one), texts.relation(*one))).collect::<Vec<_>>(),
                    value: value(relation()),
                    on_change: move |chosen: String| {
                        if let Some(found) = Relation::ALL.iter().find(|one| value(**one) == chosen) {
                            relation.set(*found);
                        }
                    },
                }
                Field {
                    id: "family-number",
                    label: texts.family_number(),
                    hint: texts.family_number_hint(),
                    value: number,
                    inputmode: "numeric",
                }
                div { class: "check",
                    input {
                        r#type: "checkbox",
                        id: "family-consent",
                        checked: consent(),
                        aria_describedby: "family-consent-hint",
                        onchange: move |event| consent.set(event.checked()),
                    }
                    label { r#for: "family-consent", {texts.family_consent()} }
                    p { class: "hint", id: "family-consent-hint", {texts.family_consent_hint()} }
                }
                if let Some(code) = error.filter(|code| !of_a_field.contains(code)) {
                    ErrorNotice { code }
                }
                div { class: "actions",
                    Button { id: "family-add-go", submit: true, busy: submit.is_busy(), {texts.family_add()} }
                }
                if added() {
                    Note { tone: Tone::Good, live: true,
                        p { {texts.family_added()} }
                    }
                }
            }
        }
    }
}

/// A relation's value among the choices.
fn value(relation: Relation) -> String {
    relation.name().to_owned()
}
