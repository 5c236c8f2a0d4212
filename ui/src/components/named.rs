//! Vietnamese names in the app's own sentences.

use cds_wire::ipc::PersonShown;
use dioxus::prelude::*;

/// A text; the first of these names that is in it is marked as Vietnamese, whatever the page's language is.
pub(crate) fn named(text: String, names: &[String]) -> Element {
    let found = names.iter().filter(|name| !name.is_empty());
    let found = found.filter_map(|name| text.split_once(name.as_str()).map(|(before, after)| (before, name, after)));
    let Some((before, name, after)) = found.into_iter().next() else { return rsx! { {text} } };
    rsx! {
        {before}
        span { lang: "vi", {name.as_str()} }
        {after}
    }
}

/// The name of one of the family, where it is known.
pub(crate) fn name_of(person: Option<&PersonShown>) -> Vec<String> {
    person.and_then(|person| person.name.as_ref()).map(|name| name.reveal().clone()).into_iter().collect()
}
