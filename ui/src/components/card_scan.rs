//! Reading the code of a national card into the fields of a form.

use cds_vn::card_qr::{self, CardText};
use dioxus::prelude::*;

use super::{Button, IconName, Kind, Note, Scanner, Tone, drawing};
use crate::bridge;
use crate::texts::use_texts;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Shut,
    Scanning,
    NotACard,
    Read { unusual: bool },
}

/// A button that opens the scanner, and what came of it. The text of the card's code is nobody's word: whoever is given the
/// card marks what it fills in. It is kept nowhere else.
#[component]
pub(crate) fn CardScan(
    on_card: Option<EventHandler<CardText>>,
    /// For who reads the text anew.
    on_text: Option<EventHandler<String>>,
) -> Element {
    let texts = use_texts();
    let mut state = use_signal(|| State::Shut);
    let scanning = matches!(state(), State::Scanning | State::NotACard);
    let read = move |text: String| {
        let text = bridge::composed(&text);
        let Ok(card) = card_qr::parse_composed(&text) else { return state.set(State::NotACard) };
        state.set(State::Read { unusual: card.is_unusual() });
        if let Some(on_card) = on_card {
            on_card.call(card);
        }
        if let Some(on_text) = on_text {
            on_text.call(text);
        }
        // The scanner goes; the button above it takes its focus.
        bridge::focus("card-scan");
    };
    rsx! {
        div { class: "card-scan",
            Button {
                id: "card-scan",
                kind: Kind::Plain,
                onclick: move |()| state.set(if scanning { State::Shut } else { State::Scanning }),
                {drawing(if scanning { IconName::Cancel } else { IconName::Code })}
                if scanning {
                    {texts.card_scan_shut()}
                } else {
                    {texts.card_scan()}
                }
            }
            if scanning {
                p { class: "quiet", {texts.card_scan_hint()} }
                Scanner { prefix: "card", on_begin: move |()| state.set(State::Scanning), on_text: read }
            }
            match state() {
                State::Shut | State::Scanning => rsx! {},
                State::NotACard => rsx! {
                    Note { tone: Tone::Warn, live: true,
                        p { id: "card-not", {texts.card_not()} }
                    }
                },
                State::Read { unusual } => rsx! {
                    Note { tone: if unusual { Tone::Warn } else { Tone::Plain }, live: true,
                        p { id: "card-read", {texts.card_read()} }
                        if unusual {
                            p { id: "card-unusual", {texts.card_unusual()} }
                        }
                    }
                },
            }
        }
    }
}
