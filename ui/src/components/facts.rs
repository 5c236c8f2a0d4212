//! Terms and what they are.

use dioxus::prelude::*;

use super::named;

/// A list of terms with their values. Where the values are the portal's words, say in which language they are;
/// where only names in them are, say which.
#[component]
pub(crate) fn Facts(
    facts: Vec<(String, String)>,
    lang: Option<&'static str>,
    #[props(default)] names: Vec<String>,
) -> Element {
    rsx! {
        dl { class: "facts",
            for (index , (term , value)) in facts.into_iter().enumerate() {
                div { key: "{index}", class: "fact",
                    dt { {term} }
                    dd { lang, {named(value, &names)} }
                }
            }
        }
    }
}
