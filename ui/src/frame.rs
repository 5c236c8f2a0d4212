//! What stands around every place in an open vault: name, connection, the five tabs, the warning before the lock.

mod connection;
mod idle;
mod leave;
mod tabs;

use dioxus::prelude::*;

use self::connection::Connection;
pub(crate) use self::connection::percent;
pub(crate) use self::idle::IdleWarning;
use self::leave::Leave;
use self::tabs::Tabs;
use crate::app::use_app;
use crate::bridge;
use crate::components::{Brand, TestPortal};
use crate::nav::{Place, use_nav};
use crate::screens::{
    AddPaper, Alerts, ChangeSecret, Check, Code, CodeShowings, Devices, Display, Dossiers, Family, Form, Home,
    LifeEvent, Outbox, PaperCode, Papers, Personal, Procedure, Services, SignInAgain, SignOut, Storage,
};
use crate::texts::use_texts;

/// An open vault: the frame and the place within it.
#[component]
pub(crate) fn Frame() -> Element {
    let texts = use_texts();
    let app = use_app();
    let nav = use_nav();
    use_effect(move || {
        nav.place();
        bridge::arrive();
    });
    rsx! {
        div { class: "app framed", lang: texts.language().tag(),
            a {
                class: "skip",
                id: "skip",
                href: "#content",
                onclick: move |event| {
                    // The address stays as it is; the history belongs to the places.
                    event.prevent_default();
                    bridge::focus("content");
                },
                {texts.skip_to_content()}
            }
            div { class: "top",
                header { class: "masthead",
                    Brand {}
                    Leave {}
                }
                TestPortal {}
                if app.status().is_some_and(|status| status.guest) {
                    p { class: "guest-session", {texts.guest_session()} }
                }
            }
            Tabs {}
            Connection {}
            main { class: "content", id: "content", tabindex: "-1", Here {} }
            IdleWarning {}
        }
    }
}

/// The place where the citizen is.
#[component]
pub(crate) fn Here() -> Element {
    match use_nav().place() {
        Place::Home => rsx! { Home {} },
        Place::Alerts => rsx! { Alerts {} },
        Place::Services(words) => rsx! {
            Services { words }
        },
        Place::LifeEvent(event) => rsx! {
            LifeEvent { event }
        },
        Place::Procedure(code) => rsx! {
            Procedure { code }
        },
        // One arm for list and detail: the list stays where it is when a detail opens beside it.
        place @ (Place::Dossiers | Place::Dossier(_)) => rsx! {
            Dossiers {
                chosen: match place {
                    Place::Dossier(id) => Some(id),
                    _ => None,
                },
            }
        },
        Place::Form(draft) => rsx! {
            Form { draft }
        },
        Place::Outbox => rsx! { Outbox {} },
        Place::Code => rsx! { Code {} },
        Place::PaperCode => rsx! { PaperCode {} },
        Place::CodeShowings => rsx! { CodeShowings {} },
        Place::Check => rsx! { Check {} },
        place @ (Place::Papers | Place::Paper(_)) => rsx! {
            Papers {
                chosen: match place {
                    Place::Paper(id) => Some(id),
                    _ => None,
                },
            }
        },
        Place::AddPaper => rsx! { AddPaper {} },
        Place::Personal => rsx! { Personal {} },
        Place::Display => rsx! { Display {} },
        Place::ChangeSecret => rsx! { ChangeSecret {} },
        Place::Family => rsx! { Family {} },
        Place::Devices => rsx! { Devices {} },
        Place::Storage => rsx! { Storage {} },
        Place::SignOut => rsx! { SignOut {} },
        Place::SignInAgain => rsx! { SignInAgain {} },
    }
}
