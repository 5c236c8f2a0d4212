//! The papers of a form: what is asked for, and what was attached.

use cds_wire::ipc::AttachmentSummary;
use cds_wire::procedure::Procedure;
use dioxus::prelude::*;

use super::papers;
use super::saver::Saver;
use super::slot::Slot;
use crate::app::use_app;
use crate::components::Section;
use crate::texts::use_texts;

/// Required papers that are shown without being asked for. The longest list has 224.
pub(super) const SHOWN: usize = 12;

/// One place for each paper; the last is for whatever else the citizen wants to add.
#[component]
pub(super) fn Attached(
    saver: Saver,
    record: Option<Procedure>,
    attached: Signal<Vec<AttachmentSummary>>,
    /// A paper is being attached: nothing may be confirmed meanwhile.
    busy: Signal<bool>,
) -> Element {
    let texts = use_texts();
    let other = use_hook(papers::other);
    let camera = use_app().status().is_some_and(|status| status.device.camera);
    let group = record.as_ref().and_then(papers::case);
    let case = group.and_then(|group| group.case.clone());
    let cases = record.as_ref().map_or(0, |record| record.papers.len());
    let places: Vec<(usize, papers::Place)> =
        papers::places(group, &attached.read(), &other).into_iter().enumerate().collect();
    let required = places.iter().filter(|(_, place)| place.required.is_some()).count();
    let (first, rest): (Vec<_>, Vec<_>) = places
        .into_iter()
        .partition(|(index, place)| *index < SHOWN || place.required.is_none() || place.attached.is_some());
    let hidden = rest.len();
    let slot = move |index: usize, place: papers::Place| {
        let saver = saver.clone();
        rsx! {
            Slot { key: "{place.name}", index, place, saver, attached, busy, camera }
        }
    };
    let (asked, added): (Vec<_>, Vec<_>) = first.into_iter().partition(|(_, place)| place.required.is_some());
    rsx! {
        Section { title: texts.form_papers(), id: "form-papers",
            if required > 0 {
                p { {texts.form_papers_intro()} }
            } else {
                p { {texts.form_papers_none_asked()} }
            }
            if cases > 1 {
                p { class: "quiet", {texts.form_papers_groups()} }
                if let Some(case) = case {
                    p { class: "slots-case", lang: "vi", {case} }
                }
            }
            ul { class: "slots",
                for (index , place) in asked {
                    {slot(index, place)}
                }
            }
            if hidden > 0 {
                details { class: "more",
                    summary { {texts.form_papers_more(hidden)} }
                    ul { class: "slots",
                        for (index , place) in rest {
                            {slot(index, place)}
                        }
                    }
                }
            }
            ul { class: "slots",
                for (index , place) in added {
                    {slot(index, place)}
                }
            }
        }
    }
}
