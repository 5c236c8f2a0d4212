//! The citizen's family: who is in it, and adding and removing somebody.

mod add;

use cds_vn::date::{format_instant, show_iso};
use cds_wire::family::ConsentBy;
use cds_wire::ipc::{DependantState, DependantSummary, ErrorCode, Family as ListFamily, IdArgs, RemoveDependant};
use dioxus::prelude::*;

use self::add::Add;
use crate::bridge;
use crate::components::{Ask, BackBar, Button, Empty, ErrorNotice, IconName, Kind, Loading, Title, drawing, named};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// Everybody whom papers and dossiers can be for, and the way to add one.
#[component]
pub(crate) fn Family() -> Element {
    let texts = use_texts();
    let family = use_query::<ListFamily>(());
    rsx! {
        BackBar {}
        Title { text: texts.family_title() }
        p { {texts.family_intro()} }
        match family.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(family)) if family.is_empty() => rsx! { Empty { text: texts.family_empty() } },
            Some(Ok(family)) => rsx! {
                ul { class: "rows devices",
                    for (index , dependant) in family.into_iter().enumerate() {
                        Dependant { key: "{dependant.id}", index, dependant }
                    }
                }
            },
        }
        Add {}
    }
}

#[component]
fn Dependant(index: usize, dependant: DependantSummary) -> Element {
    let texts = use_texts();
    let returned = dependant.state == DependantState::Returned;
    rsx! {
        li {
            div { class: if returned { "row still urgent" } else { "row still" }, id: "dependant-{index}",
                span { class: "row-icon",
                    {drawing(IconName::Person)}
                }
                span { class: "row-words",
                    span { class: "row-title", lang: "vi", {dependant.name.reveal().clone()} }
                    span { class: "row-detail", {in_short(&texts, &dependant)} }
                    span { class: "row-detail", {consented(&texts, &dependant)} }
                    if let Some(reason) = &dependant.reason {
                        span { class: "row-detail", {texts.result_code(reason)} }
                    }
                }
            }
            if dependant.state != DependantState::Removing {
                Remove { index, dependant }
            }
        }
    }
}

/// What they are, when they were born, and where they stand.
fn in_short(texts: &Texts, dependant: &DependantSummary) -> String {
    let parts = [
        texts.relation(dependant.relation),
        show_iso(dependant.birth_date.reveal()),
        texts.dependant_state(dependant.state),
    ];
    parts.join(" · ")
}

fn consented(texts: &Texts, dependant: &DependantSummary) -> String {
    let at = format_instant(dependant.consent_at);
    match dependant.consent_by {
        ConsentBy::Guardian => texts.family_consented_guardian(at),
        ConsentBy::Person => texts.family_consented_person(at),
    }
}

/// Takes the consent back, after saying what stays.
#[component]
fn Remove(index: usize, dependant: DependantSummary) -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let name = dependant.name.reveal().clone();
    let remove = move |()| {
        let id = dependant.id.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            let removed = bridge::call::<RemoveDependant>(IdArgs { id }).await;
            // Before the question goes, with the focus in it.
            bridge::focus(&format!("remove-{index}"));
            error.set(removed.err().map(|failed| failed.code));
            asking.set(false);
            busy.set(false);
        }
    };
    rsx! {
        div { class: "device-act",
            Button {
                id: "remove-{index}",
                kind: Kind::Plain,
                onclick: move |()| asking.set(true),
                {named(texts.family_remove_of(name.clone()), std::slice::from_ref(&name))}
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            if asking() {
                Ask {
                    id: "remove-{index}",
                    question: texts.family_remove_ask(name.clone()),
                    names: vec![name],
                    yes: texts.family_remove_yes(),
                    no: texts.family_remove_no(),
                    busy: busy(),
                    on_yes: remove,
                    on_no: move |()| asking.set(false),
                }
            }
        }
    }
}
