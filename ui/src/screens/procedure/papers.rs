//! The papers that a procedure asks for, by case, with the remarks that stand among them.

use cds_wire::procedure::{PaperGroup, RequiredPaper};
use dioxus::prelude::*;

use crate::components::{IconName, drawing};
use crate::texts::{Texts, use_texts};

/// Papers that are shown without being asked for.
const SHOWN: usize = 10;

/// All cases: a single one open, several folded, each under its own name.
#[component]
pub(super) fn Papers(groups: Vec<PaperGroup>) -> Element {
    let texts = use_texts();
    let several = groups.len() > 1;
    rsx! {
        if several {
            p { {texts.procedure_cases()} }
        }
        for (index , group) in groups.into_iter().enumerate() {
            if several {
                details { key: "{index}", class: "more", open: index == 0,
                    summary {
                        if let Some(case) = group.case {
                            span { lang: "vi", {case} }
                        } else {
                            {texts.procedure_case(index + 1)}
                        }
                    }
                    List { papers: group.papers }
                }
            } else {
                div { key: "{index}",
                    if let Some(case) = group.case {
                        p { lang: "vi", {case} }
                    }
                    List { papers: group.papers }
                }
            }
        }
    }
}

/// The papers of one case; a list that is too long to take in folds away after its beginning.
#[component]
fn List(papers: Vec<RequiredPaper>) -> Element {
    let texts = use_texts();
    let mut papers = papers.into_iter().enumerate();
    let first: Vec<_> = papers.by_ref().take(SHOWN).collect();
    let rest: Vec<_> = papers.collect();
    rsx! {
        ul { class: "required-papers",
            for (index , paper) in first {
                Paper { key: "{index}", paper }
            }
        }
        if !rest.is_empty() {
            details { class: "more",
                summary { {texts.procedure_more_papers(rest.len())} }
                ul { class: "required-papers",
                    for (index , paper) in rest {
                        Paper { key: "{index}", paper }
                    }
                }
            }
        }
    }
}

#[component]
fn Paper(paper: RequiredPaper) -> Element {
    let texts = use_texts();
    if paper.remark {
        return rsx! {
            li { class: "remark",
                p { class: "remark-mark", {texts.procedure_remark()} }
                p { class: "printed", lang: "vi", {paper.name} }
            }
        };
    }
    let count = copies(&texts, paper.originals, paper.copies);
    rsx! {
        li { class: "required-paper",
            {drawing(IconName::Paper)}
            div {
                p { class: "printed", lang: "vi", {paper.name} }
                if let Some(count) = count {
                    p { class: "quiet", {count} }
                }
            }
        }
    }
}

/// How many originals and copies are asked for; none where the portal printed no number.
pub(crate) fn copies(texts: &Texts, originals: u32, copies: u32) -> Option<String> {
    match (originals, copies) {
        (0, 0) => None,
        (originals, 0) => Some(texts.paper_originals(i64::from(originals))),
        (0, copies) => Some(texts.paper_copies(i64::from(copies))),
        (originals, copies) => Some(texts.paper_both(i64::from(copies), i64::from(originals))),
    }
}
