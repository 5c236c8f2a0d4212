//! The citizen's dossiers: the list, and beside it or in its place the one that was chosen.

use cds_vn::date::format_instant;
use cds_wire::ipc::{DossierList, DossierState, DossierSummary};
use dioxus::prelude::*;

use super::dossier::{DossierPage, code_or_why_none, icon, needs_citizen};
use super::petitions::Petitions;
use super::procedure::shorten;
use crate::components::{Button, Empty, ErrorNotice, IconName, Kind, Loading, Row, Split, Title, drawing, name_of};
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// The list of dossiers, and the chosen one.
#[component]
pub(crate) fn Dossiers(chosen: Option<String>) -> Element {
    // Keyed: another dossier is another page, with its own heading to focus and its own questions.
    let detail = chosen.clone().map(|id| {
        rsx! {
            for id in [id] {
                DossierPage { key: "{id}", id: id.clone() }
            }
        }
    });
    rsx! {
        Split { list: rsx! { List { chosen } }, detail }
    }
}

/// All dossiers, newest change first, with the way to what waits.
#[component]
fn List(chosen: Option<String>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let dossiers = use_query::<cds_wire::ipc::Dossiers>(());
    let pulse = use_pulse();
    let waiting = pulse.read().as_ref().map_or(0, |pulse| pulse.waiting);
    rsx! {
        Title { text: texts.dossiers_mine() }
        if waiting > 0 {
            Button { id: "open-outbox", kind: Kind::Plain, onclick: move |()| nav.go(Place::Outbox),
                {drawing(IconName::Send)}
                {texts.open_outbox(waiting)}
            }
        }
        match dossiers.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(list)) => rsx! { Found { list, chosen: chosen.clone() } },
        }
        Petitions { chosen }
    }
}

/// The rows, or why there are none.
#[component]
fn Found(list: DossierList, chosen: Option<String>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    if list.dossiers.is_empty() {
        let text = if list.complete { texts.dossiers_empty() } else { texts.dossiers_not_here_yet() };
        return rsx! {
            Empty { text,
                Button { id: "find-procedure", kind: Kind::Plain, onclick: move |()| nav.go(Place::Services(String::new())),
                    {drawing(IconName::Search)}
                    {texts.find_procedure()}
                }
            }
        };
    }
    rsx! {
        if !list.complete {
            p { class: "quiet", {texts.dossiers_incomplete()} }
        }
        ul { class: "rows",
            for (index , dossier) in list.dossiers.into_iter().enumerate() {
                Row {
                    key: "{dossier.id}",
                    id: "dossier-{index}",
                    icon: icon(&dossier),
                    title: shorten(dossier.procedure.reveal(), 140),
                    detail: in_short(&texts, &dossier),
                    names: name_of(dossier.person.as_ref()),
                    mark: if needs_citizen(&dossier) { texts.dossier_your_turn() } else { String::new() },
                    urgent: needs_citizen(&dossier),
                    current: chosen.as_ref() == Some(&dossier.id),
                    onclick: move |()| nav.go(Place::Dossier(dossier.id.clone())),
                }
            }
        }
    }
}

/// Where it stands, its code or why it has none, and since when.
fn in_short(texts: &Texts, dossier: &DossierSummary) -> String {
    let stands = dossier.status.map_or_else(|| texts.state(dossier.state), |status| texts.status(status));
    let code = match dossier.state {
        // That it waits is said already.
        DossierState::Waiting => Some(texts.dossier_no_code()),
        _ => code_or_why_none(texts, dossier),
    };
    let written = dossier.supplement.is_some().then(|| texts.supplement_written());
    let person = texts.person(dossier.person.as_ref());
    let parts = [Some(stands), written, person, code, Some(format_instant(dossier.updated_at))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
