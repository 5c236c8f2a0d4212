//! The ways to file, each with its own time limit and fees.

use cds_wire::procedure::{Channel, Fee, TimeLimit};
use dioxus::prelude::*;

use crate::texts::use_texts;

/// One card for each way.
#[component]
pub(super) fn Channels(channels: Vec<Channel>) -> Element {
    let texts = use_texts();
    rsx! {
        ul { class: "channels",
            for (index , channel) in channels.into_iter().enumerate() {
                li { key: "{index}",
                    div { class: "card",
                        h3 { {texts.channel(channel.channel)} }
                        dl { class: "channel-facts",
                            dt { {texts.procedure_time()} }
                            dd { Time { time: channel.time } }
                            dt { {texts.procedure_fee()} }
                            dd { Fees { fees: channel.fees } }
                        }
                        if let Some(note) = channel.note {
                            p { class: "printed quiet", lang: "vi", {note} }
                        }
                    }
                }
            }
        }
    }
}

/// A time limit: the number, and beside it whatever the portal printed.
#[component]
fn Time(time: Option<TimeLimit>) -> Element {
    let texts = use_texts();
    let words = time.as_ref().and_then(|time| texts.time_limit(time));
    let printed = time.and_then(|time| time.text);
    rsx! {
        match words {
            Some(words) => rsx! { p { {words} } },
            None if printed.is_none() => rsx! { p { class: "quiet", {texts.time_unknown()} } },
            None => rsx! {},
        }
        if let Some(printed) = printed {
            p { class: "printed", lang: "vi", {printed} }
        }
    }
}

/// Fees: each label with its note, since the two may contradict each other.
#[component]
fn Fees(fees: Vec<Fee>) -> Element {
    let texts = use_texts();
    if fees.is_empty() {
        return rsx! {
            p { class: "quiet", {texts.fee_unknown()} }
        };
    }
    rsx! {
        for (index , fee) in fees.into_iter().enumerate() {
            div { key: "{index}", class: "fee",
                p { {texts.fee(&fee)} }
                if let Some(note) = fee.note {
                    p { class: "printed", lang: "vi", {note} }
                }
            }
        }
    }
}
