//! Which papers a form asks for, and what was attached for each.

use std::collections::BTreeSet;

use cds_wire::ipc::{AttachmentSummary, Language};
use cds_wire::procedure::{PaperGroup, Procedure, RequiredPaper};

use crate::texts::Texts;

/// Longest name of an attachment that the core takes, in bytes.
const LONGEST: usize = 120;

/// The name of an attachment that no required paper asks for. The office reads it, so it is Vietnamese in any language.
pub(in crate::screens) fn other() -> String {
    Texts::new(Language::Vi).kind_other()
}

/// A place for one paper.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screens) struct Place {
    /// The name under which it is attached.
    pub(in crate::screens) name: String,
    /// The required paper; none for one that the citizen adds.
    pub(in crate::screens) required: Option<RequiredPaper>,
    /// What was attached.
    pub(in crate::screens) attached: Option<AttachmentSummary>,
}

/// The case whose papers are asked for: the procedure's first.
pub(super) fn case(procedure: &Procedure) -> Option<&PaperGroup> {
    procedure.papers.first()
}

/// The required papers in their order, then what else is attached, and one free place at the end, for what is named as
/// [`other`] says.
pub(in crate::screens) fn places(
    group: Option<&PaperGroup>,
    attached: &[AttachmentSummary],
    other: &str,
) -> Vec<Place> {
    let mut taken = BTreeSet::new();
    let mut places = Vec::new();
    for paper in group.iter().flat_map(|group| &group.papers).filter(|paper| !paper.remark) {
        let name = free_name(&paper.name, &taken);
        taken.insert(name.clone());
        let attached = attached.iter().find(|attachment| attachment.name == name).cloned();
        places.push(Place { name, required: Some(paper.clone()), attached });
    }
    for attachment in attached {
        if taken.insert(attachment.name.clone()) {
            places.push(Place { name: attachment.name.clone(), required: None, attached: Some(attachment.clone()) });
        }
    }
    places.push(Place { name: free_name(other, &taken), required: None, attached: None });
    places
}

/// A name cut to what the core takes, with a number where another paper has it already.
fn free_name(name: &str, taken: &BTreeSet<String>) -> String {
    let first = cut(name, LONGEST);
    if !taken.contains(&first) {
        return first;
    }
    let numbered = (2_u32..).map(|number| {
        let suffix = format!(" ({number})");
        format!("{}{suffix}", cut(name, LONGEST - suffix.len()))
    });
    numbered.into_iter().find(|candidate| !taken.contains(candidate)).unwrap_or(first)
}

/// The beginning of a text that has at most so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    let mut beginning = String::new();
    for letter in text.trim().chars() {
        if beginning.len() + letter.len_utf8() > bytes {
            break;
        }
        beginning.push(letter);
    }
    beginning.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: &str = "Giấy tờ khác";

    fn group(names: &[&str]) -> PaperGroup {
        let paper = |name: &&str| RequiredPaper { name: (*name).to_owned(), originals: 1, copies: 0, remark: false };
        PaperGroup { case: None, papers: names.iter().map(paper).collect() }
    }

    fn attachment(name: &str) -> AttachmentSummary {
        AttachmentSummary { name: name.to_owned(), media_type: "image/jpeg".to_owned(), size: 1 }
    }

    fn names(places: &[Place]) -> Vec<&str> {
        places.iter().map(|place| place.name.as_str()).collect()
    }

    #[test]
    fn a_remark_asks_for_nothing_and_one_place_is_always_free() {
        let mut group = group(&["Tờ khai", "Ghi chú"]);
        if let Some(remark) = group.papers.last_mut() {
            remark.remark = true;
        }
        assert_eq!(names(&places(Some(&group), &[], OTHER)), ["Tờ khai", OTHER]);
        assert_eq!(names(&places(None, &[], OTHER)), [OTHER]);
    }

    #[test]
    fn the_office_reads_vietnamese() {
        assert_eq!(other(), OTHER);
    }

    #[test]
    fn long_names_are_cut_between_letters_and_equal_ones_numbered() {
        let long = "ệ".repeat(200);
        let places = places(Some(&group(&[&long, &long])), &[], OTHER);
        assert!(places.iter().all(|place| place.name.len() <= LONGEST));
        assert_ne!(places[0].name, places[1].name);
        assert!(places[1].name.ends_with(" (2)"));
    }

    #[test]
    fn what_no_required_paper_asks_for_is_listed_too() {
        let attached = [attachment(OTHER), attachment("anh-chup"), attachment("Tờ khai")];
        let places = places(Some(&group(&["Tờ khai"])), &attached, OTHER);
        assert_eq!(names(&places), ["Tờ khai", OTHER, "anh-chup", "Giấy tờ khác (2)"]);
        assert!(places[0].attached.is_some() && places[3].attached.is_none());
    }
}
