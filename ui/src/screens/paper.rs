//! One paper: its pages as pictures, what it is, and what can be done with it.

mod actions;

use cds_vn::date::format_instant;
use cds_wire::ipc::{
    ErrorCode, PageShown, PaperExpiry, PaperPage as PaperPageCommand, PaperPageArgs, PaperState, PaperSummary, Papers,
};
use dioxus::prelude::*;

use self::actions::Actions;
use super::papers::expiry;
use super::procedure::shorten;
use crate::bridge;
use crate::components::{
    BackBar, Button, ErrorNotice, Facts, IconName, Kind, Loading, Note, Section, Title, Tone, drawing, name_of,
};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
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
    let nav = use_nav();
    let now = use_pulse().read().as_ref().map(|pulse| pulse.now);
    rsx! {
        article { class: "paper-page",
            header { class: "page-head",
                Title { text: paper.title.reveal().clone(), lang: "vi" }
                p { class: "quiet", {texts.paper_state(paper.state)} }
            }
            match paper.state {
                PaperState::Returned => rsx! {
                    Note { tone: Tone::Warn, p { {texts.paper_returned_advice()} } }
                },
                PaperState::Unconfirmed => rsx! {
                    Note { tone: Tone::Warn, p { {texts.paper_unconfirmed_advice()} } }
                },
                PaperState::Deleting => rsx! {
                    Note { p { {texts.paper_deleting_advice()} } }
                },
                PaperState::NotDeleted => rsx! {
                    Note { tone: Tone::Warn, p { {texts.paper_not_deleted_advice()} } }
                },
                PaperState::Waiting | PaperState::Kept | PaperState::Portal => rsx! {},
            }
            if let Some(reason) = &paper.reason {
                p { {texts.result_code(reason)} }
            }
            if matches!(paper.expiry, Some(PaperExpiry::Expired | PaperExpiry::Within30Days | PaperExpiry::Within60Days)) {
                Note { tone: Tone::Warn, p { {expiry(&texts, &paper, now)} } }
            }
            if paper.state != PaperState::Deleting {
                Pages { id: paper.id.clone() }
            }
            Actions { paper: paper.clone() }
            Section { title: texts.paper_about(),
                Facts { facts: about(&texts, &paper), names: names(&paper) }
                if let Some(of) = paper.dossier {
                    Button { id: "open-dossier", kind: Kind::Quiet, onclick: move |()| nav.go(Place::Dossier(of.id.clone())),
                        {drawing(IconName::Dossier)}
                        {texts.paper_open_dossier()}
                    }
                }
            }
        }
    }
}

/// The pages, one at a time. A page is drawn once for each look at it: it does not change.
#[component]
fn Pages(id: String) -> Element {
    let texts = use_texts();
    let mut large = use_signal(|| false);
    let mut last = use_signal(|| None::<PageShown>);
    let mut pending = use_signal(|| false);
    // The page that could not be opened, and why; the one that is shown stays.
    let mut failed = use_signal(|| None::<(u32, ErrorCode)>);
    let open = use_callback(move |page: u32| {
        if *pending.peek() {
            return;
        }
        pending.set(true);
        let args = PaperPageArgs { id: id.clone(), page, width: WIDTH };
        spawn(async move {
            match bridge::call::<PaperPageCommand>(args).await {
                Ok(page) => {
                    last.set(Some(page));
                    failed.set(None);
                }
                Err(error) => failed.set(Some((page, error.code))),
            }
            pending.set(false);
        });
    });
    use_effect(move || open.call(0));
    // What takes the focus where the pressed button goes: nothing comes before the first page and after the last.
    let mut instead = use_signal(|| None::<&str>);
    use_effect(move || {
        if last.read().is_some()
            && let Some(id) = *instead.peek()
        {
            bridge::focus(id);
        }
    });
    let pending = pending();
    let shown = last.read();
    let end = shown.as_ref().map_or(0, |shown| shown.pages.saturating_sub(1));
    let next = shown.as_ref().map(|shown| shown.page.saturating_add(1)).filter(|next| *next <= end);
    rsx! {
        if let Some((page, code)) = failed() {
            if code == ErrorCode::NoNetwork {
                Note { tone: Tone::Plain, live: true,
                    p { {texts.paper_not_here()} }
                }
            } else {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button {
                    id: "page-again",
                    kind: Kind::Plain,
                    busy: pending,
                    onclick: move |()| {
                        instead.set(Some("page-frame"));
                        open.call(page);
                    },
                    {texts.paper_try_again()}
                }
            }
        }
        if let Some(shown) = &*shown {
            div { class: "page-frame", id: "page-frame", tabindex: "0", role: "region", aria_label: texts.paper_pages(),
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
                    if let Some(previous) = shown.page.checked_sub(1) {
                        Button {
                            id: "page-previous",
                            kind: Kind::Plain,
                            busy: pending,
                            onclick: move |()| {
                                instead.set((previous == 0).then_some("page-next"));
                                open.call(previous);
                            },
                            {texts.paper_previous()}
                        }
                    }
                    p { class: "page-number", role: "status",
                        {texts.paper_page_of(i64::from(shown.page) + 1, i64::from(shown.pages))}
                    }
                    if let Some(next) = next {
                        Button {
                            id: "page-next",
                            kind: Kind::Plain,
                            busy: pending,
                            onclick: move |()| {
                                instead.set((next == end).then_some("page-previous"));
                                open.call(next);
                            },
                            {texts.paper_next()}
                        }
                    }
                }
                Button { id: "page-size", kind: Kind::Quiet, onclick: move |()| large.toggle(),
                    {drawing(IconName::Search)}
                    if large() { {texts.paper_smaller()} } else { {texts.paper_larger()} }
                }
            }
        } else if failed().is_none() {
            div { class: "page-frame waiting",
                p { role: "status", {texts.paper_opening()} }
            }
        }
    }
}

/// The procedure that it is a result of.
fn procedure(paper: &PaperSummary) -> Option<String> {
    let name = paper.dossier.as_ref().and_then(|of| of.procedure.as_ref());
    name.map(|name| shorten(name.reveal(), 140))
}

/// What is Vietnamese in the facts.
fn names(paper: &PaperSummary) -> Vec<String> {
    let mut names = name_of(paper.person.as_ref());
    names.extend(procedure(paper));
    names
}

/// What it is, from where, how large, until when.
fn about(texts: &Texts, paper: &PaperSummary) -> Vec<(String, String)> {
    let format = if paper.media_type == "application/pdf" { texts.media_pdf() } else { texts.media_picture() };
    [
        Some((texts.paper_about_kind(), texts.paper_kind(paper.kind))),
        texts.person(paper.person.as_ref()).map(|person| (texts.paper_about_person(), person)),
        paper.number.as_ref().map(|number| (texts.paper_about_number(), number.reveal().clone())),
        Some((texts.paper_about_source(), texts.paper_source(paper.source))),
        procedure(paper).map(|name| (texts.paper_about_dossier(), name)),
        paper
            .dossier
            .as_ref()
            .and_then(|of| of.code.as_ref())
            .map(|code| (texts.paper_about_code(), code.reveal().clone())),
        Some((texts.paper_about_added(), format_instant(paper.added_at))),
        paper.expires_on.as_deref().map(|last| (texts.paper_about_expires(), dates::day(last))),
        Some((texts.paper_about_size(), format!("{format}, {}", dates::bytes(paper.size)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
