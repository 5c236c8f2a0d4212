//! Looking among fewer: by field, level and channel.

use cds_wire::ipc::{ListFilterChoices, SearchFilter};
use cds_wire::procedure::ChannelKind;
use dioxus::prelude::*;

use super::searching::Search;
use crate::components::Choice;
use crate::query::use_query;
use crate::texts::use_texts;

/// What can be filed how, in the order of the list.
const CHANNELS: [ChannelKind; 3] = [ChannelKind::Online, ChannelKind::Post, ChannelKind::InPerson];

/// The three choices, out of sight until one wants them. Nothing chosen lets all through.
#[component]
pub(super) fn Narrow(search: Search) -> Element {
    let texts = use_texts();
    let choices = use_query::<ListFilterChoices>(());
    let Some(Ok(choices)) = choices.get() else { return rsx! {} };
    let filter = search.filter();
    let chosen = usize::from(filter.field.is_some())
        + usize::from(filter.level.is_some())
        + usize::from(filter.channel.is_some());
    let all = || (String::new(), texts.narrow_all());
    let named = |names: Vec<String>| {
        let mut options = vec![all()];
        options.extend(names.into_iter().map(|name| (name.clone(), name)));
        options
    };
    let mut channels = vec![all()];
    channels.extend(CHANNELS.map(|kind| (kind.name().to_owned(), texts.channel(kind))));
    let given = |value: String| Some(value).filter(|value| !value.is_empty());
    rsx! {
        details { class: "more", id: "narrow",
            summary {
                if chosen == 0 {
                    {texts.narrow()}
                } else {
                    {texts.narrowed(chosen)}
                }
            }
            Choice {
                id: "narrow-field",
                label: texts.narrow_field(),
                options: named(choices.fields),
                value: filter.field.clone().unwrap_or_default(),
                lang: "vi",
                on_change: move |value| search.narrow(|filter: &mut SearchFilter| filter.field = given(value)),
            }
            Choice {
                id: "narrow-level",
                label: texts.narrow_level(),
                options: named(choices.levels),
                value: filter.level.clone().unwrap_or_default(),
                lang: "vi",
                on_change: move |value| search.narrow(|filter: &mut SearchFilter| filter.level = given(value)),
            }
            Choice {
                id: "narrow-channel",
                label: texts.narrow_channel(),
                options: channels,
                value: filter.channel.map_or("", ChannelKind::name),
                on_change: move |value: String| {
                    let kind = CHANNELS.into_iter().find(|kind| kind.name() == value);
                    search.narrow(|filter: &mut SearchFilter| filter.channel = kind);
                },
            }
        }
    }
}
