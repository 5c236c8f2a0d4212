//! Procedures that were found.

use cds_wire::ipc::{OutsideValidity, ProcedureHit};
use dioxus::prelude::*;

use crate::components::{IconName, Row};
use crate::nav::{Place, use_nav};
use crate::screens::procedure::shorten;
use crate::texts::use_texts;

/// One line each, best first; each leads to its procedure.
#[component]
pub(super) fn Hits(
    hits: Vec<ProcedureHit>,
    /// Called before the list is left for a procedure.
    before_leaving: Option<EventHandler<()>>,
) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    rsx! {
        ul { class: "rows",
            for (index , hit) in hits.into_iter().enumerate() {
                Row {
                    key: "{hit.code}",
                    id: "hit-{index}",
                    icon: IconName::File,
                    title: shorten(&hit.name, 140),
                    detail: [hit.field.clone().unwrap_or_default(), hit.code.clone()]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(" · "),
                    detail_lang: "vi",
                    mark: match (hit.outside, &hit.superseded_by, hit.essential) {
                        (Some(OutsideValidity::NoLonger), ..) => texts.procedure_no_longer_mark(),
                        (Some(OutsideValidity::NotYet), ..) => texts.procedure_not_yet_mark(),
                        (None, Some(_), _) => texts.procedure_superseded_mark(),
                        (None, None, Some(_)) => texts.procedure_essential_mark(),
                        (None, None, None) => String::new(),
                    },
                    onclick: move |()| {
                        if let Some(before_leaving) = before_leaving {
                            before_leaving.call(());
                        }
                        nav.go(Place::Procedure(hit.code.clone()));
                    },
                }
            }
        }
    }
}
