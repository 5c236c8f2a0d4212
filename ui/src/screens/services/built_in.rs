//! That only the essential services are here.

use cds_wire::ipc::Catalogue;
use dioxus::prelude::*;

use crate::components::Note;
use crate::dates::day;
use crate::query::use_query;
use crate::texts::use_texts;

/// Says of which day they are, until the province's catalogue is here.
#[component]
pub(crate) fn BuiltIn() -> Element {
    let texts = use_texts();
    let catalogue = use_query::<Catalogue>(());
    let Some(Ok(catalogue)) = catalogue.get() else { return rsx! {} };
    let Some(as_of) = catalogue.built_in else { return rsx! {} };
    rsx! {
        Note {
            p { id: "built-in", {texts.catalogue_built_in(day(&as_of))} }
        }
    }
}
