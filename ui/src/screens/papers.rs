//! The citizen's papers: the list, and beside it or in its place the one that was chosen.

use cds_wire::Sensitive;
use cds_wire::ipc::{
    Dossiers, FindPapers, FindPapersArgs, IdArgs, PaperExpiry, PaperState, PaperSummary, PaperThumbnail,
};
use dioxus::prelude::*;

use super::add_paper::{kind_of, kinds, value};
use super::paper::PaperPage;
use crate::bridge;
use crate::components::{
    Button, Choice, Empty, ErrorNotice, Field, IconName, Loading, Row, Split, Title, drawing, name_of,
};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::pulse::{use_data, use_pulse};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// The list of papers, and the chosen one.
#[component]
pub(crate) fn Papers(chosen: Option<String>) -> Element {
    let detail = chosen.clone().map(|id| {
        rsx! {
            for id in [id] {
                PaperPage { key: "{id}", id: id.clone() }
            }
        }
    });
    rsx! {
        Split { list: rsx! { List { chosen } }, detail }
    }
}

/// All papers, newest first, or those that are looked for, with the way to add one.
#[component]
fn List(chosen: Option<String>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let text = use_signal(String::new);
    let mut kind = use_signal(|| None);
    let papers = use_query::<FindPapers>(FindPapersArgs { text: Sensitive::new(text()), kind: kind() });
    let all = text.read().trim().is_empty() && kind().is_none();
    let mut choices = vec![(String::new(), texts.papers_all_kinds())];
    choices.extend(kinds(&texts));
    let pulled = use_pulled();
    rsx! {
        Title { text: texts.papers_title() }
        div { class: "actions",
            Button { id: "add-paper", onclick: move |()| nav.go(Place::AddPaper),
                {drawing(IconName::Add)}
                {texts.papers_add()}
            }
        }
        div { class: "paper-search", role: "search",
            Field { id: "papers-search", label: texts.papers_search(), value: text }
            Choice {
                id: "papers-kind",
                label: texts.add_paper_kind(),
                options: choices,
                value: kind().map(value).unwrap_or_default(),
                on_change: move |chosen: String| kind.set(kind_of(&chosen)),
            }
        }
        match papers.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(papers)) if papers.is_empty() && !all => rsx! {
                p { role: "status", {texts.papers_none_found()} }
            },
            Some(Ok(papers)) if papers.is_empty() => match pulled {
                None => rsx! { Loading {} },
                Some(pulled) => rsx! {
                    Empty { text: if pulled { texts.papers_empty() } else { texts.papers_not_here_yet() },
                        p { {texts.papers_empty_advice()} }
                    }
                },
            },
            Some(Ok(papers)) => rsx! {
                ul { class: "rows",
                    for (index , paper) in papers.into_iter().enumerate() {
                        Paper {
                            key: "{paper.id}",
                            index,
                            current: chosen.as_ref() == Some(&paper.id),
                            paper,
                        }
                    }
                }
            },
        }
    }
}

/// Whether everything that the portal has for the citizen has come to this device: that there is nothing is said only
/// then. None before that is known.
pub(super) fn use_pulled() -> Option<bool> {
    let dossiers = use_query::<Dossiers>(()).get()?;
    Some(dossiers.is_ok_and(|list| list.complete && list.last_contact.is_some()))
}

/// One line, with a small picture of the first page where this device has one.
#[component]
fn Paper(index: usize, paper: PaperSummary, current: bool) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let picture = use_thumbnail(paper.id.clone());
    let now = use_pulse().read().as_ref().map(|pulse| pulse.now);
    let soon =
        matches!(paper.expiry, Some(PaperExpiry::Expired | PaperExpiry::Within30Days | PaperExpiry::Within60Days));
    let refused = matches!(paper.state, PaperState::Returned | PaperState::Unconfirmed | PaperState::NotDeleted);
    let (kind, source) = (texts.paper_kind(paper.kind), texts.paper_source(paper.source));
    let person = texts.person(paper.person.as_ref());
    let detail = [Some(kind), person, Some(source), Some(texts.paper_state(paper.state))];
    rsx! {
        Row {
            id: "paper-{index}",
            icon: IconName::Paper,
            picture: picture(),
            title: paper.title.reveal().clone(),
            detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            names: name_of(paper.person.as_ref()),
            mark: expiry(&texts, &paper, now),
            mark_icon: soon.then_some(IconName::Warning),
            urgent: soon || refused,
            current,
            onclick: move |()| nav.go(Place::Paper(paper.id.clone())),
        }
    }
}

/// A paper's thumbnail as an address. It never changes: what was read once is not read again, what was not there yet is
/// looked for when something has come from the portal.
fn use_thumbnail(id: String) -> Signal<Option<String>> {
    let mut picture = use_signal(|| None::<String>);
    let data = use_data();
    use_resource(move || {
        data.read();
        let id = id.clone();
        async move {
            if picture.peek().is_none()
                && let Ok(Some(bytes)) = bridge::call::<PaperThumbnail>(IdArgs { id }).await
            {
                picture.set(Some(bridge::picture_url("image/jpeg", &bytes)));
            }
        }
    });
    picture
}

/// Until when it is good, and how near that is.
pub(super) fn expiry(texts: &Texts, paper: &PaperSummary, now: Option<i64>) -> String {
    let Some(last) = &paper.expires_on else { return String::new() };
    let day = dates::day(last);
    match (paper.expiry, now.and_then(|now| dates::days_until(last, now))) {
        (Some(PaperExpiry::Expired), _) => texts.papers_expired(day),
        (Some(PaperExpiry::Within30Days | PaperExpiry::Within60Days), Some(days)) => {
            texts.papers_expires_soon(day, days.max(0))
        }
        _ => texts.papers_expires(day),
    }
}
