//! What waits for the citizen, most pressing first.

use cds_wire::UnixMillis;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{
    DossierList, DossierState, DossierSummary, Dossiers, PaperExpiry, PaperState, PaperSummary, Papers,
    PetitionSummary, Petitions,
};
use dioxus::prelude::*;

use crate::components::{ErrorNotice, IconName, Row, Section};
use crate::dates::{age, day, is_stale};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::screens::petitions::{place, title};
use crate::texts::{Texts, use_texts};

/// One thing to do, and where.
struct Task {
    /// The smaller, the sooner.
    rank: u8,
    icon: IconName,
    title: String,
    /// The title's language, where it is not the page's, or the Vietnamese in one that is.
    lang: Option<&'static str>,
    names: Vec<String>,
    what: String,
    mark: String,
    urgent: bool,
    place: Place,
}

/// The list of what there is to do.
#[component]
pub(super) fn Todo() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let dossiers = use_query::<Dossiers>(()).get();
    let papers = use_query::<Papers>(()).get();
    let petitions = use_query::<Petitions>(()).get().and_then(Result::ok);
    let failed = [
        dossiers.as_ref().and_then(|answer| answer.as_ref().err()),
        papers.as_ref().and_then(|answer| answer.as_ref().err()),
    ]
    .into_iter()
    .flatten()
    .map(|error| error.code)
    .next();
    let known = dossiers.is_some() && papers.is_some();
    let nothing = dossiers.as_ref().and_then(|answer| answer.as_ref().ok()).map(|list| of_silence(&texts, list));
    let incomplete = matches!(&dossiers, Some(Ok(list)) if !list.complete);
    let mut tasks: Vec<Task> = Vec::new();
    if let Some(Ok(list)) = dossiers {
        let of_dossiers = list.dossiers.into_iter().filter_map(|dossier| of_dossier(&texts, dossier, list.now));
        let of_petitions = petitions.into_iter().flat_map(|list| list.petitions);
        let of_petitions = of_petitions.filter_map(|petition| of_petition(&texts, petition, list.now));
        let of_papers = papers.and_then(Result::ok).into_iter().flatten();
        for task in of_dossiers.chain(of_petitions).chain(of_papers.filter_map(|paper| of_paper(&texts, paper))) {
            tasks.insert(tasks.partition_point(|sooner| sooner.rank <= task.rank), task);
        }
    }
    rsx! {
        Section { id: "home-todo", title: texts.todo_title(),
            if let Some(code) = failed {
                ErrorNotice { code }
            } else if !known {
                p { class: "placeholder", aria_hidden: "true" }
            } else if tasks.is_empty() {
                if let Some(words) = nothing {
                    p { class: "calm", {words} }
                }
            } else if incomplete {
                p { class: "quiet", {texts.dossiers_incomplete()} }
            }
            if !tasks.is_empty() {
                ul { class: "rows",
                    for (index , task) in tasks.into_iter().enumerate() {
                        Row {
                            key: "{key(&task.place)}",
                            id: "todo-{index}",
                            icon: task.icon,
                            title: task.title,
                            lang: task.lang,
                            names: task.names,
                            detail: task.what,
                            mark: task.mark,
                            urgent: task.urgent,
                            onclick: move |()| nav.go(task.place.clone()),
                        }
                    }
                }
            }
        }
    }
}

/// What a task is of, by its id.
fn key(place: &Place) -> &str {
    match place {
        Place::Form(id) | Place::Dossier(id) | Place::Paper(id) => id,
        _ => "",
    }
}

/// What it means that there is nothing to do: nothing, as long as not everything has come, and little once it is old.
fn of_silence(texts: &Texts, list: &DossierList) -> String {
    match list.last_contact {
        Some(then) if list.complete && is_stale(list.now, then) => texts.todo_none_stale(age(texts, list.now, then)),
        Some(_) if list.complete => texts.todo_none(),
        _ if list.dossiers.is_empty() => texts.dossiers_not_here_yet(),
        _ => texts.dossiers_incomplete(),
    }
}

fn of_dossier(texts: &Texts, dossier: DossierSummary, now: UnixMillis) -> Option<Task> {
    let form = Place::Form(dossier.id.clone());
    let detail = Place::Dossier(dossier.id.clone());
    // What was added to a dossier comes back as the dossier itself does.
    let (returned, reason, its_place) = match &dossier.supplement {
        Some(written) => (written.reason.is_some(), &written.reason, detail.clone()),
        None => (dossier.state == DossierState::Returned, &dossier.reason, form.clone()),
    };
    let (rank, icon, what, mark, urgent, place) = match (dossier.state, dossier.status) {
        _ if returned => {
            let why = reason.as_deref().map_or_else(|| texts.todo_returned(), |why| texts.result_code(why));
            (0, IconName::Warning, why, texts.todo_returned_mark(), true, its_place)
        }
        (_, Some(DossierStatus::SupplementNeeded)) if dossier.supplement_waits => {
            let (what, mark) = (texts.todo_supplement_waits(), texts.todo_supplement_waits_mark());
            (3, IconName::Clock, what, mark, false, detail)
        }
        (_, Some(DossierStatus::SupplementNeeded)) => {
            (1, IconName::Paper, texts.todo_supplement(), texts.todo_mark(), true, detail)
        }
        (_, Some(DossierStatus::PaymentNeeded)) if dossier.payment_waits => {
            (3, IconName::Clock, texts.todo_payment_waits(), texts.fee_pending(), false, detail)
        }
        (_, Some(DossierStatus::PaymentNeeded)) => {
            (1, IconName::Dossier, texts.todo_payment(), texts.todo_mark(), true, detail)
        }
        (_, Some(DossierStatus::Completed)) => {
            (2, IconName::Check, texts.todo_collect(), texts.todo_mark(), true, detail)
        }
        _ if dossier.supplement.is_some() => {
            (1, IconName::Edit, texts.supplement_written(), texts.todo_draft_mark(), false, detail)
        }
        (DossierState::Saved, None) => {
            let saved = texts.todo_draft(age(texts, now, dossier.updated_at));
            (3, IconName::Edit, saved, texts.todo_draft_mark(), false, form)
        }
        _ => return None,
    };
    let (title, lang) = (dossier.procedure.into_inner(), Some("vi"));
    Some(Task { rank, icon, title, lang, names: Vec::new(), what, mark, urgent, place })
}

/// A petition's draft, and one that came back; the office never waits for the citizen with one.
fn of_petition(texts: &Texts, petition: PetitionSummary, now: UnixMillis) -> Option<Task> {
    let (title, names) = (title(texts, &petition), vec![place(&petition)]);
    let form = Place::Form(petition.id);
    let (rank, icon, what, mark) = match petition.state {
        DossierState::Returned => {
            let why = petition.reason.as_deref().map_or_else(|| texts.todo_returned(), |why| texts.result_code(why));
            (0, IconName::Warning, why, texts.todo_returned_mark())
        }
        DossierState::Saved => {
            (3, IconName::Edit, texts.todo_draft(age(texts, now, petition.updated_at)), texts.todo_draft_mark())
        }
        _ => return None,
    };
    Some(Task { rank, icon, title, lang: None, names, what, mark, urgent: rank == 0, place: form })
}

fn of_paper(texts: &Texts, paper: PaperSummary) -> Option<Task> {
    let expires = day(paper.expires_on.as_deref()?);
    if paper.state == PaperState::Deleting {
        return None;
    }
    let (what, mark) = match paper.expiry? {
        PaperExpiry::Expired => (texts.todo_expired(expires), texts.todo_expired_mark()),
        PaperExpiry::Within30Days | PaperExpiry::Within60Days => {
            (texts.todo_expires(expires), texts.todo_expires_mark())
        }
        PaperExpiry::Later => return None,
    };
    let (title, lang, place) = (paper.title.into_inner(), Some("vi"), Place::Paper(paper.id));
    let icon = IconName::Clock;
    Some(Task { rank: 4, icon, title, lang, names: Vec::new(), what, mark, urgent: false, place })
}
