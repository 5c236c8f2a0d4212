//! One paper: its pages as pictures, and what it is.

use cds_vn::date::format_instant;
use cds_wire::ipc::{
    ErrorCode, PageShown, PaperPage as PaperPageCommand, PaperPageArgs, PaperState, PaperSummary, Papers,
};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{
    BackBar, Button, ErrorNotice, Facts, Icon, IconName, Kind, Loading, Note, Section, Title, Tone,
};
use crate::dates;
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// How wide a page is drawn, in device pixels: sharp on a phone held close, and still a light picture.
const WIDTH: u32 = 1200;

/// The page of the paper with this id.
#[component]
pub(super) fn PaperPage(id: String) -> Element {
    let papers = use_query::<Papers>(());
    rsx! {
        BackBar {}
        match papers.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(papers)) => match papers.into_iter().find(|paper| paper.id == id) {
                Some(paper) => rsx! { Shown { paper } },
                None => rsx! { ErrorNotice { code: ErrorCode::NotFound } },
            },
        }
    }
}

#[component]
fn Shown(paper: PaperSummary) -> Element {
    let texts = use_texts();
    rsx! {
        article { class: "paper-page",
            header { class: "page-head",
                Title { text: paper.title.reveal().clone(), lang: "vi" }
                p { class: "quiet", {texts.paper_state(paper.state)} }
            }
            if paper.state == PaperState::Returned {
                Note { tone: Tone::Warn, p { {texts.paper_returned_advice()} } }
            }
            Pages { id: paper.id.clone() }
            Section { title: texts.paper_about(),
                Facts { facts: about(&texts, &paper) }
            }
        }
    }
}

/// The pages, one at a time. A page is drawn once for each look at it: it does not change.
#[component]
fn Pages(id: String) -> Element {
    let texts = use_texts();
    let mut wanted = use_signal(|| 0_u32);
    let mut large = use_signal(|| false);
    let mut last = use_signal(|| None::<PageShown>);
    let mut page = use_resource(move || {
        let args = PaperPageArgs { id: id.clone(), page: wanted(), width: WIDTH };
        async move {
            let answer = bridge::call::<PaperPageCommand>(args).await;
            if let Ok(page) = &answer {
                last.set(Some(page.clone()));
            }
            answer.map(|_| ()).map_err(|failed| failed.code)
        }
    });
    let error = page.read().as_ref().and_then(|answer| answer.err());
    let pending = *page.state().read() == UseResourceState::Pending;
    let shown = last.read();
    rsx! {
        match error {
            Some(ErrorCode::NoNetwork) => rsx! {
                Note { tone: Tone::Plain, live: true,
                    p { {texts.paper_not_here()} }
                    Button { id: "page-again", kind: Kind::Plain, busy: pending, onclick: move |()| page.restart(), {texts.paper_try_again()} }
                }
            },
            Some(code) => rsx! { ErrorNotice { code } },
            None => rsx! {},
        }
        if let Some(shown) = &*shown {
            div { class: "page-frame", tabindex: "0", role: "region", aria_label: texts.paper_pages(),
                img {
                    class: if large() { "page-picture large" } else { "page-picture" },
                    id: "page-picture",
                    src: bridge::picture_url(&shown.media_type, &shown.picture),
                    width: "{shown.width}",
                    height: "{shown.height}",
                    alt: texts.paper_page_alt(i64::from(shown.page) + 1, i64::from(shown.pages)),
                }
            }
            div { class: "page-actions",
                if shown.pages > 1 {
                    Button {
                        id: "page-previous",
                        kind: Kind::Plain,
                        busy: pending,
                        onclick: move |()| wanted.set(wanted().saturating_sub(1)),
                        {texts.paper_previous()}
                    }
                    p { class: "page-number", role: "status",
                        {texts.paper_page_of(i64::from(shown.page) + 1, i64::from(shown.pages))}
                    }
                    Button {
                        id: "page-next",
                        kind: Kind::Plain,
                        busy: pending,
                        onclick: {
                            let end = shown.pages.saturating_sub(1);
                            move |()| wanted.set(wanted().saturating_add(1).min(end))
                        },
                        {texts.paper_next()}
                    }
                }
                Button { id: "page-size", kind: Kind::Quiet, onclick: move |()| large.toggle(),
                    Icon { name: IconName::Search }
                    if large() { {texts.paper_smaller()} } else { {texts.paper_larger()} }
                }
            }
        } else if error.is_none() {
            div { class: "page-frame waiting",
                p { role: "status", {texts.paper_opening()} }
            }
        }
    }
}

/// What it is, from where, how large, until when.
fn about(texts: &Texts, paper: &PaperSummary) -> Vec<(String, String)> {
    let format = if paper.media_type == "application/pdf" { texts.media_pdf() } else { texts.media_picture() };
    [
        Some((texts.paper_about_kind(), texts.paper_kind(paper.kind))),
        Some((texts.paper_about_source(), texts.paper_source(paper.source))),
        Some((texts.paper_about_added(), format_instant(paper.added_at))),
        paper.expires_on.as_deref().map(|last| (texts.paper_about_expires(), dates::day(last))),
        Some((texts.paper_about_size(), format!("{format}, {}", dates::bytes(paper.size)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
