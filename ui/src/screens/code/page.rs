//! Saving the page to print.

use cds_wire::ipc::{ErrorCode, SavePaperPage};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, Note, Tone, drawing};
use crate::texts::use_texts;

/// What the page is, who can read it, and where it goes: out of the vault, so the citizen is told.
#[component]
pub(super) fn SavePage() -> Element {
    let texts = use_texts();
    let guest = use_app().status().is_some_and(|status| status.guest);
    let mut busy = use_signal(|| false);
    let mut saved = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let save = move |()| async move {
        busy.set(true);
        saved.set(false);
        error.set(None);
        match bridge::call::<SavePaperPage>(()).await {
            Ok(picked) => saved.set(picked.kept),
            Err(failed) => error.set(Some(failed.code)),
        }
        busy.set(false);
    };
    rsx! {
        div { class: "card",
            h2 { {texts.paper_page_title()} }
            p { {texts.paper_page_intro()} }
            Note { tone: Tone::Warn,
                p { {texts.paper_page_open()} }
                if guest {
                    p { {texts.paper_page_guest()} }
                }
            }
            div { class: "actions",
                Button { id: "save-paper-page", busy: busy(), onclick: save,
                    {drawing(IconName::File)}
                    {texts.save_paper_page()}
                }
            }
            if saved() {
                Note { tone: Tone::Good, live: true,
                    p { id: "paper-page-saved", {texts.paper_page_saved()} }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
        }
    }
}
