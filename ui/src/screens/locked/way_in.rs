//! Which way in there is besides the PIN: the core asks the keystore.

use cds_wire::ipc::{ErrorCode, ReadWayIn, SecretKind, WayIn};
use dioxus::prelude::*;

use super::recover::Recover;
use super::start_over::StartOver;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Kind, Title};
use crate::texts::use_texts;

/// The portal's help, or beginning anew where nothing else is left or the citizen wants to.
#[component]
pub(super) fn OtherWay(secret: SecretKind, on_back: EventHandler<()>) -> Element {
    let texts = use_texts();
    let mut way = use_resource(|| async { bridge::call::<ReadWayIn>(()).await });
    let mut giving_up = use_signal(|| false);
    let known = way.read().clone();
    match known {
        Some(Ok(way)) if giving_up() || way == WayIn::StartOver => rsx! {
            StartOver {
                way,
                on_back: move |()| {
                    if way == WayIn::StartOver {
                        on_back.call(());
                    } else {
                        giving_up.set(false);
                    }
                },
            }
        },
        Some(Ok(way)) => rsx! {
            Recover {
                emptied: way == WayIn::RecoveryWithOldPin,
                on_back,
                on_give_up: move |()| giving_up.set(true),
            }
        },
        answer => rsx! {
            div { class: "card",
                Title {
                    text: match secret {
                        SecretKind::Pin => texts.recovery_title(),
                        SecretKind::Passphrase => texts.start_over_title(),
                    },
                }
                match answer {
                    // It may ask the citizen for the password of the system first.
                    None => rsx! {
                        p { role: "status", {texts.asking_keystore()} }
                    },
                    answer => rsx! {
                        ErrorNotice { code: answer.and_then(Result::err).map_or(ErrorCode::Internal, |error| error.code) }
                    },
                }
                div { class: "actions",
                    if way.read().is_some() {
                        Button {
                            id: "try-again",
                            onclick: move |()| {
                                way.clear();
                                way.restart();
                            },
                            {texts.try_again()}
                        }
                    }
                    Button { id: "back", kind: Kind::Plain, onclick: on_back, {texts.back()} }
                }
            }
        },
    }
}
