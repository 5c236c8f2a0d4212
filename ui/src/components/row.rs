//! One line of a list.

use dioxus::prelude::*;

use super::{IconName, drawing, named};

/// A line that leads somewhere: all of it is one button. It stands in a `ul` of class `rows`.
#[component]
pub(crate) fn Row(
    id: String,
    icon: IconName,
    /// The address of a small picture in place of the icon.
    picture: Option<String>,
    title: String,
    #[props(default)] detail: String,
    /// A short badge, in words.
    #[props(default)]
    mark: String,
    /// A drawing before the badge's words.
    mark_icon: Option<IconName>,
    /// The badge calls for the citizen.
    #[props(default)]
    urgent: bool,
    /// It is the one shown beside the list.
    #[props(default)]
    current: bool,
    /// The title's language: most titles are the portal's.
    #[props(default = Some("vi"))]
    lang: Option<&'static str>,
    /// The detail's language, where it is the portal's.
    detail_lang: Option<&'static str>,
    /// Names in a title or detail in the page's language.
    #[props(default)]
    names: Vec<String>,
    onclick: EventHandler<()>,
) -> Element {
    rsx! {
        li {
            button {
                class: if urgent { "row urgent" } else { "row" },
                id,
                r#type: "button",
                aria_current: current.then_some("true"),
                onclick: move |_| onclick.call(()),
                if let Some(picture) = picture {
                    img { class: "row-picture", src: picture, alt: "" }
                } else {
                    span { class: "row-icon",
                        {drawing(icon)}
                    }
                }
                span { class: "row-words",
                    span { class: "row-title", lang, {named(title, &names)} }
                    if !detail.is_empty() {
                        span { class: "row-detail", lang: detail_lang, {named(detail, &names)} }
                    }
                    if !mark.is_empty() {
                        span { class: if urgent { "mark urgent" } else { "mark" },
                            if let Some(name) = mark_icon {
                                {drawing(name)}
                            }
                            {mark}
                        }
                    }
                }
                {drawing(IconName::Next)}
            }
        }
    }
}
