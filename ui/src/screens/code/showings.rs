//! When the live code was on this device's screen, so that its holder notices a showing that was not theirs.

use cds_vn::date::{format_day, format_instant};
use cds_wire::ipc::{CodeShowing, ListCodeHistory};
use dioxus::prelude::*;

use crate::components::{BackBar, Empty, ErrorNotice, Loading, Title};
use crate::dates::time_of_day;
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// Each time of the last 30 days, the newest first.
#[component]
pub(crate) fn CodeShowings() -> Element {
    let texts = use_texts();
    let history = use_query::<ListCodeHistory>(());
    rsx! {
        BackBar {}
        Title { text: texts.showings_title() }
        p { class: "quiet", {texts.showings_kept()} }
        match history.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! {
                ErrorNotice { code: error.code }
            },
            Some(Ok(history)) if history.shown.is_empty() => rsx! {
                Empty { text: texts.showings_empty() }
            },
            Some(Ok(history)) => rsx! {
                div { class: "card",
                    ul { class: "check-history",
                        for (index , showing) in history.shown.iter().enumerate() {
                            li { key: "{index}", id: "showing-{index}", {span(&texts, showing)} }
                        }
                    }
                    p { class: "hint", {texts.showings_strange()} }
                }
            },
        }
    }
}

/// From when until when. A code is shown for 20 seconds after it was made, so the minute says enough.
fn span(texts: &Texts, showing: &CodeShowing) -> String {
    let (from, until) = (format_instant(showing.from), format_instant(showing.until));
    if from == until {
        return from;
    }
    let same_day = format_day(showing.from) == format_day(showing.until);
    texts.showings_span(from, if same_day { time_of_day(showing.until) } else { until })
}
