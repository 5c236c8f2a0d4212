//! Choosing one of the kept papers.

use cds_wire::ipc::{PaperState, Papers};
use dioxus::prelude::*;

use crate::components::{Button, Empty, ErrorNotice, IconName, Kind, Loading, Row};
use crate::query::use_query;
use crate::screens::papers::use_pulled;
use crate::texts::use_texts;

/// The list of kept papers, in the place where one is needed.
#[component]
pub(super) fn Choose(on_chosen: EventHandler<String>, on_cancel: EventHandler<()>) -> Element {
    let texts = use_texts();
    let papers = use_query::<Papers>(());
    let pulled = use_pulled();
    rsx! {
        div { class: "choose", role: "group", aria_labelledby: "choose-title",
            p {
                class: "choose-title",
                id: "choose-title",
                tabindex: "-1",
                onmounted: move |event| async move {
                    // A list whose title cannot be focused is still there.
                    let _ = event.set_focus(true).await;
                },
                {texts.form_choose_paper()}
            }
            match papers.get() {
                None => rsx! { Loading {} },
                Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
                Some(Ok(papers)) if papers.is_empty() => match pulled {
                    None => rsx! { Loading {} },
                    Some(true) => rsx! { Empty { text: texts.form_no_papers() } },
                    Some(false) => rsx! { Empty { text: texts.papers_not_here_yet() } },
                },
                Some(Ok(papers)) => rsx! {
                    ul { class: "rows",
                        for (index , paper) in papers.into_iter().filter(|paper| paper.state != PaperState::Deleting).enumerate() {
                            Row {
                                key: "{paper.id}",
                                id: "choose-{index}",
                                icon: IconName::Paper,
                                title: paper.title.reveal().clone(),
                                detail: texts.paper_state(paper.state),
                                onclick: move |()| on_chosen.call(paper.id.clone()),
                            }
                        }
                    }
                },
            }
            Button { id: "choose-cancel", kind: Kind::Quiet, onclick: move |()| on_cancel.call(()), {texts.form_choose_cancel()} }
        }
    }
}
