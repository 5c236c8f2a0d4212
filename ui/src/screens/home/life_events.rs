//! Life events: the way to a service for those who do not know what it is called.

use dioxus::prelude::*;

use crate::components::{Button, IconName, Kind, Section, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// The life events of the catalogue, and the way to all services.
#[component]
pub(super) fn LifeEvents() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let events = use_query::<cds_wire::ipc::LifeEvents>(()).get().and_then(Result::ok).unwrap_or_default();
    rsx! {
        Section { title: texts.home_events_title(),
            if !events.is_empty() {
                ul { class: "tiles",
                    for (index , event) in events.into_iter().enumerate() {
                        li { key: "{event}",
                            button {
                                class: "tile",
                                id: "event-{index}",
                                r#type: "button",
                                lang: "vi",
                                onclick: {
                                    let event = event.clone();
                                    move |_| nav.go(Place::LifeEvent(event.clone()))
                                },
                                {drawing(IconName::Event)}
                                span { {event.clone()} }
                            }
                        }
                    }
                }
            }
            div { class: "actions",
                Button {
                    id: "all-services",
                    kind: Kind::Plain,
                    onclick: move |()| nav.go(Place::Services(String::new())),
                    {texts.home_all_services()}
                }
            }
        }
    }
}
