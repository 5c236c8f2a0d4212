//! Finding a procedure: by words as one types them, or by what happens in one's life.

mod built_in;
mod hits;
mod life_event;
mod narrow;
mod searching;

use cds_wire::ipc::{LifeEvents, SearchFilter};
use dioxus::prelude::*;

pub(crate) use self::built_in::BuiltIn;
use self::hits::Hits;
pub(crate) use self::life_event::LifeEvent;
use self::narrow::Narrow;
use self::searching::use_search;
use crate::components::{BackBar, Button, Empty, Entry, ErrorNotice, IconName, Kind, Loading, Section, Title, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// The search, with words that may have been typed elsewhere. Of nothing typed and chosen: the life events and the essential
/// services.
#[component]
pub(crate) fn Services(words: String) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let search = use_search(words);
    let typed = search.typed();
    // Nothing typed and nothing chosen.
    let nothing_sought = typed.trim().is_empty() && search.filter() == SearchFilter::default();
    // Coming back from a procedure shows the same words again.
    let leave_words = move |()| nav.replace(Place::Services(search.peek_typed()));
    rsx! {
        BackBar {}
        Title { text: texts.services_title() }
        form {
            class: "search",
            role: "search",
            novalidate: true,
            autocomplete: "off",
            onsubmit: move |event: FormEvent| {
                event.prevent_default();
                search.again();
            },
            Entry {
                id: "search-text",
                label: texts.search_label(),
                hint: texts.search_hint(),
                value: typed.clone(),
                on_change: move |words| search.change(words),
            }
            Button { id: "search-go", kind: Kind::Plain, submit: true,
                {drawing(IconName::Search)}
                {texts.services_search_go()}
            }
        }
        BuiltIn {}
        Narrow { search }
        if nothing_sought {
            LifeEventList { before_leaving: leave_words }
        }
        match search.found() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(results)) if results.hits.is_empty() => rsx! {
                p { class: "unseen", role: "status", {texts.search_nothing()} }
                Empty { text: texts.search_nothing(),
                    p { {texts.search_nothing_advice()} }
                }
            },
            Some(Ok(results)) => rsx! {
                Section {
                    title: if nothing_sought { texts.search_essential() } else { texts.search_found() },
                    p { class: "quiet", role: "status",
                        {texts.search_count(results.hits.len())}
                    }
                    Hits { hits: results.hits, before_leaving: leave_words }
                }
            },
        }
    }
}

/// The way in for who does not know a procedure's name.
#[component]
fn LifeEventList(before_leaving: EventHandler<()>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let events = use_query::<LifeEvents>(());
    let Some(Ok(events)) = events.get() else { return rsx! {} };
    if events.is_empty() {
        return rsx! {};
    }
    rsx! {
        Section { title: texts.services_life_events(),
            ul { class: "tiles",
                for (index , event) in events.into_iter().enumerate() {
                    li { key: "{event}",
                        button {
                            class: "tile",
                            id: "life-event-{index}",
                            r#type: "button",
                            lang: "vi",
                            onclick: {
                                let event = event.clone();
                                move |_| {
                                    before_leaving.call(());
                                    nav.go(Place::LifeEvent(event.clone()));
                                }
                            },
                            {drawing(IconName::Event)}
                            span { {event.clone()} }
                        }
                    }
                }
            }
        }
    }
}
