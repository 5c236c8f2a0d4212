//! What was checked on this device in the last 30 days.

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{CodeCheck, ListCodeHistory};
use dioxus::prelude::*;

use super::answer::{name_of, word};
use crate::components::{ErrorNotice, Section};
use crate::query::Query;
use crate::texts::{Texts, use_texts};

/// Most that are listed: a counter checks many in a month.
const MOST: usize = 100;

/// Time, answer and last four digits of each check, the newest first.
#[component]
pub(super) fn History(history: Query<ListCodeHistory>) -> Element {
    let texts = use_texts();
    rsx! {
        Section { title: texts.check_history(), id: "check-history",
            p { class: "quiet", {texts.check_history_kept()} }
            match history.get() {
                None => rsx! {},
                Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
                Some(Ok(history)) if history.checked.is_empty() => rsx! {
                    p { {texts.check_history_empty()} }
                },
                Some(Ok(history)) => rsx! {
                    ul { class: "plain-list check-history",
                        for (index , check) in history.checked.into_iter().take(MOST).enumerate() {
                            li { key: "{index}", "data-result": name_of(check.result),
                                span { class: "quiet", {format_instant(check.at)} }
                                strong { {word(&texts, check.result)} }
                                span { {digits(&texts, &check)} }
                            }
                        }
                    }
                },
            }
        }
    }
}

/// Whose it was, as far as that is kept.
fn digits(texts: &Texts, check: &CodeCheck) -> String {
    check.last4.as_ref().map(Sensitive::reveal).map_or_else(|| texts.check_no_digits(), |last4| format!("•••• {last4}"))
}
