//! What a damaged vault could not give back.

use cds_vn::date::format_instant;
use cds_wire::ipc::{ErrorCode, ListOutbox, LostItem, LostKind, PutAwayLost};
use dioxus::prelude::*;

use super::super::procedure::shorten;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Note, Section, Tone};
use crate::query::use_query;
use crate::texts::use_texts;

/// Longest name shown, in characters.
const NAME: usize = 140;

/// Nothing, as a rule; else what is lost, what is not, and what to do, until the citizen has read it.
#[component]
pub(super) fn Lost() -> Element {
    let texts = use_texts();
    let mut failed = use_signal(|| None::<ErrorCode>);
    let outbox = use_query::<ListOutbox>(()).get();
    let Some(Ok(outbox)) = outbox else { return rsx! {} };
    if outbox.lost.is_empty() {
        return rsx! {};
    }
    let set_aside = outbox.lost.iter().all(|item| item.kind == LostKind::Vault);
    let put_away = move |()| {
        spawn(async move {
            failed.set(bridge::call::<PutAwayLost>(()).await.err().map(|error| error.code));
        });
    };
    rsx! {
        Section { id: "home-lost", title: texts.lost_title(),
            Note { tone: Tone::Warn, live: true,
                p {
                    if set_aside {
                        {texts.lost_intro_set_aside()}
                    } else {
                        {texts.lost_intro()}
                    }
                }
                ul { class: "plain-list",
                    for (index , item) in outbox.lost.into_iter().enumerate() {
                        Line { key: "{index}", item }
                    }
                }
                p { {texts.lost_what_to_do()} }
                div { class: "actions",
                    Button { id: "put-away-lost", onclick: put_away, {texts.understood()} }
                }
            }
            if let Some(code) = failed() {
                ErrorNotice { code }
            }
        }
    }
}

#[component]
fn Line(item: LostItem) -> Element {
    let texts = use_texts();
    rsx! {
        li {
            {texts.lost_kind(item.kind)}
            if let Some(title) = &item.title {
                ": "
                span { lang: "vi", {shorten(title.reveal(), NAME)} }
            } else if item.made_at.is_none() && item.kind != LostKind::Vault {
                ": "
                {texts.lost_nameless()}
            }
            if let Some(at) = item.made_at {
                " · "
                {texts.lost_made(format_instant(at))}
            }
        }
    }
}
