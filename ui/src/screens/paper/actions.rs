//! What can be done with a paper: given out as a file, printed, deleted, and the deletion taken back.

use cds_wire::ipc::{
    Cancel, DeletePaper, ErrorCode, IdArgs, PageShown, PaperPage, PaperPageArgs, PaperState, PaperSummary, SharePaper,
};
use cds_wire::paper::PaperSource;
use dioxus::prelude::*;

use super::WIDTH;
use crate::app::use_app;
use crate::bridge;
use crate::components::{Ask, Button, ErrorNotice, IconName, Kind, Note, Tone, drawing};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// What is done, or asked about before it is.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Share,
    Print,
    Delete,
    Keep,
}

/// The buttons, the questions before what cannot be undone, and the sheets that only a printer sees.
#[component]
pub(super) fn Actions(paper: PaperSummary) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let phone = use_app().status().is_some_and(|status| status.device.phone);
    let mut asking = use_signal(|| None::<Act>);
    let mut busy = use_signal(|| false);
    let mut shared = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let mut sheets = use_signal(Vec::<PageShown>::new);
    let (id, command) = (paper.id.clone(), paper.cancellable.clone());
    let act = use_callback(move |act: Act| {
        if busy() {
            return;
        }
        busy.set(true);
        shared.set(false);
        error.set(None);
        let (id, command) = (id.clone(), command.clone());
        spawn(async move {
            let done = match act {
                Act::Share => bridge::call::<SharePaper>(IdArgs { id }).await.map(|picked| shared.set(picked.kept)),
                Act::Print => match all_pages(id).await {
                    Ok(pages) => {
                        sheets.set(pages);
                        // Drawn before it is printed.
                        bridge::pause(0).await;
                        bridge::print_sheets().await
                    }
                    Err(failed) => Err(failed),
                },
                Act::Delete => bridge::call::<DeletePaper>(IdArgs { id }).await.map(|asked| {
                    if asked.is_none() {
                        nav.replace(Place::Papers);
                    }
                }),
                Act::Keep => match command {
                    Some(id) => bridge::call::<Cancel>(IdArgs { id }).await,
                    None => Ok(()),
                },
            };
            // Before the question, or the pressed button, goes with the focus in it.
            match act {
                Act::Share => bridge::focus("share-paper"),
                Act::Delete | Act::Keep => bridge::focus("paper-actions"),
                Act::Print => {}
            }
            error.set(done.err().map(|failed| failed.code));
            asking.set(None);
            busy.set(false);
        });
    });
    let deleting = paper.state == PaperState::Deleting;
    let question = match (asking(), paper.state, paper.source) {
        (Some(Act::Share), ..) => texts.paper_share_ask(),
        (_, PaperState::Waiting | PaperState::Returned, _) => texts.paper_delete_ask_here(),
        (_, _, PaperSource::DossierResult) => texts.paper_delete_ask_result(),
        _ => texts.paper_delete_ask(),
    };
    rsx! {
        div { class: "actions", id: "paper-actions", tabindex: "-1",
            if deleting {
                if paper.cancellable.is_some() {
                    Button { id: "keep-deleted", kind: Kind::Plain, busy: busy(), onclick: move |()| act.call(Act::Keep),
                        {texts.paper_delete_undo()}
                    }
                }
            } else {
                Button { id: "share-paper", kind: Kind::Plain, blocked: busy(), onclick: move |()| asking.set(Some(Act::Share)),
                    {drawing(IconName::File)}
                    {texts.paper_share()}
                }
                if !phone && bridge::can_print() {
                    Button { id: "print-paper", kind: Kind::Plain, blocked: busy(), onclick: move |()| act.call(Act::Print),
                        {drawing(IconName::Paper)}
                        {texts.paper_print()}
                    }
                }
                Button { id: "delete-paper", kind: Kind::Plain, blocked: busy(), onclick: move |()| asking.set(Some(Act::Delete)),
                    {drawing(IconName::Cancel)}
                    {texts.paper_delete()}
                }
            }
        }
        if let Some(asked) = asking() {
            Ask {
                id: "paper-ask",
                asked_by: if asked == Act::Share { "share-paper" } else { "delete-paper" },
                question,
                yes: if asked == Act::Share { texts.paper_share_yes() } else { texts.paper_delete_yes() },
                no: texts.paper_ask_no(),
                busy: busy(),
                on_yes: move |()| act.call(asked),
                on_no: move |()| asking.set(None),
            }
        }
        if shared() {
            Note { tone: Tone::Good, live: true, p { {texts.paper_shared()} } }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
        if !sheets.read().is_empty() {
            div { class: "print-sheets", aria_hidden: "true",
                for page in sheets.iter() {
                    img { src: bridge::picture_url(&page.media_type, &page.picture), alt: "" }
                }
            }
        }
    }
}

/// Every page, drawn for the printer.
async fn all_pages(id: String) -> Result<Vec<PageShown>, cds_wire::ipc::AppError> {
    let mut pages: Vec<PageShown> = Vec::new();
    loop {
        let page = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        let shown = bridge::call::<PaperPage>(PaperPageArgs { id: id.clone(), page, width: WIDTH }).await?;
        let last = shown.page.saturating_add(1) >= shown.pages;
        pages.push(shown);
        if last {
            return Ok(pages);
        }
    }
}
