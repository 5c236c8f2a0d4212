//! The papers of a draft as fields of its form: those that are asked for, and others that go with it.
//!
//! What is asked for comes from the catalogue or from the office, so no definition can have it written down. The form
//! `giay-to` has the words, and a field of each kind to go by.

use std::collections::{BTreeMap, BTreeSet};

use cds_forms::{Answers, Definition, Field, Filled, Section};
use cds_wire::form::Words;
use cds_wire::ipc::{AttachmentSummary, FormView, PaperGroupView, SectionView};
use cds_wire::procedure::{PaperGroup, Procedure, RequiredPaper};

/// Longest name under which a paper is attached, in bytes.
pub(crate) const MAX_NAME: usize = 120;
/// The form to go by, and its sections.
const PATTERNS: &str = "giay-to";
const ASKED: &str = "giay_to_can_co";
const OTHERS: &str = "giay_to_khac";

/// The papers that are asked for. A procedure prints them in several groups where they are for different cases, or some to
/// be handed in and some to be shown: which of the two, nothing says.
#[derive(Default)]
pub(crate) struct AskedPapers(Vec<Case>);

struct Case {
    /// Where there are several.
    group: Option<PaperGroupView>,
    /// Each with the name under which it is attached.
    papers: Vec<(String, RequiredPaper)>,
}

impl AskedPapers {
    /// What a procedure asks for.
    pub(crate) fn of_procedure(procedure: &Procedure) -> Self {
        Self::of_cases(&procedure.papers)
    }

    /// What an office asks for by names.
    pub(crate) fn of_names(names: &[String]) -> Self {
        let paper = |name: &String| RequiredPaper { name: name.clone(), originals: 0, copies: 0, remark: false };
        Self::of_cases(&[PaperGroup { case: None, papers: names.iter().map(paper).collect() }])
    }

    fn of_cases(groups: &[PaperGroup]) -> Self {
        let asking = |group: &&PaperGroup| group.papers.iter().any(|paper| !paper.remark);
        let several = groups.iter().filter(asking).count() > 1;
        let mut names = BTreeSet::new();
        let case = |(number, group): (u32, &PaperGroup)| {
            let mut papers = Vec::new();
            for paper in group.papers.iter().filter(|paper| !paper.remark) {
                let name = free_name(&paper.name, &names);
                names.insert(name.clone());
                papers.push((name, paper.clone()));
            }
            Case { group: several.then(|| PaperGroupView { number, name: group.case.clone() }), papers }
        };
        Self((1..).zip(groups).map(case).filter(|case| !case.papers.is_empty()).collect())
    }

    /// Those that are asked for and not attached. Of several cases the first is the citizen's, and each that they have
    /// attached a paper for.
    pub(crate) fn missing(&self, attached: &[AttachmentSummary]) -> impl Iterator<Item = &String> {
        let is_there = |name: &str| attached.iter().any(|attached| attached.name == *name);
        let is_theirs =
            move |(index, case): &(usize, &Case)| *index == 0 || case.papers.iter().any(|(name, _)| is_there(name));
        let papers = self.0.iter().enumerate().filter(is_theirs).flat_map(|(_, case)| &case.papers);
        papers.filter(move |(name, _)| !is_there(name)).map(|(_, paper)| &paper.name)
    }

    /// Adds the section of these papers to a definition, as its first or its last; none where nothing is asked for. Their
    /// fields have names that none of the answers has.
    pub(crate) fn add_to(&self, definition: &mut Definition, first: bool, answers: &Answers) {
        let Some(mut section) = section(ASKED).filter(|_| !self.0.is_empty()) else { return };
        let Some(pattern) = section.fields.pop() else { return };
        let papers = self.0.iter().flat_map(|case| &case.papers).enumerate();
        let mut prefix = pattern.name.clone();
        while answers.keys().any(|name| name.starts_with(&prefix)) {
            prefix.push('_');
        }
        let of_it = |(index, (name, paper)): (usize, &(String, RequiredPaper))| {
            file(&pattern, format!("{prefix}_{index}"), name, printed(&paper.name))
        };
        section.fields.extend(papers.map(of_it));
        let at = if first { 0 } else { definition.sections.len() };
        definition.sections.insert(at, section);
    }

    /// Says in a view what was printed of the papers that it has places for, and adds places for others: for each that is
    /// attached, goes along and is asked for nowhere, and a free one, whose name none of `taken` has.
    pub(crate) fn show(&self, view: &mut FormView, filled: &Filled<'_>, mut taken: BTreeSet<String>) {
        for section in &mut view.sections {
            let by_group = section.name == ASKED;
            for field in &mut section.fields {
                let Some(name) = &field.paper else { continue };
                taken.insert(name.clone());
                let all = self.0.iter().flat_map(|case| case.papers.iter().map(move |paper| (case, paper)));
                let Some((case, (_, paper))) = all.into_iter().find(|(_, (known, _))| known == name) else { continue };
                (field.originals, field.copies) = (paper.originals, paper.copies);
                field.group = case.group.clone().filter(|_| by_group);
            }
        }
        let after = view.sections.iter().rposition(|section| section.fields.iter().any(|field| field.paper.is_some()));
        if let Some(others) = others(filled, taken) {
            view.sections.insert(after.map_or(view.sections.len(), |last| last + 1), others);
        }
    }
}

/// The section of other papers, as a screen shows it.
fn others(filled: &Filled<'_>, mut taken: BTreeSet<String>) -> Option<SectionView> {
    let situation = filled.situation();
    let shown: BTreeSet<String> = filled.papers();
    let others =
        situation.attached.iter().filter(|paper| !shown.contains(&paper.name) && filled.sends_paper(&paper.name));
    let names: Vec<&String> = others.map(|paper| &paper.name).collect();
    taken.extend(names.iter().map(|name| (*name).clone()));
    let form = cds_forms::newest(PATTERNS)?.altered(|definition| {
        definition.sections.retain(|section| section.name == OTHERS);
        for section in &mut definition.sections {
            let Some(free) = section.fields.pop() else { continue };
            let places = names.iter().enumerate();
            let places = places.map(|(index, name)| file(&free, format!("{}_{index}", free.name), name, printed(name)));
            section.fields.extend(places);
            let name = free_name(free.paper.as_deref().unwrap_or_default(), &taken);
            section.fields.push(Field { paper: Some(name), ..free });
        }
    });
    form.fill(&Answers::new(), situation).view(&BTreeMap::new()).sections.into_iter().next()
}

fn section(name: &str) -> Option<Section> {
    let sections = &cds_forms::newest(PATTERNS)?.definition().sections;
    sections.iter().find(|section| section.name == name).cloned()
}

fn file(pattern: &Field, name: String, paper: &str, label: Words) -> Field {
    Field { name, label, paper: Some(paper.to_owned()), ..pattern.clone() }
}

/// What an office has printed is Vietnamese in any language.
fn printed(text: &str) -> Words {
    Words { vi: text.to_owned(), en: String::new() }
}

/// A name cut to what is taken, with a number where another paper has it already.
fn free_name(text: &str, taken: &BTreeSet<String>) -> String {
    let first = cut(text, MAX_NAME).to_owned();
    if !taken.contains(&first) {
        return first;
    }
    let numbered = (2_u32..).map(|number| {
        let suffix = format!(" ({number})");
        format!("{}{suffix}", cut(text, MAX_NAME - suffix.len()))
    });
    numbered.into_iter().find(|candidate| !taken.contains(candidate)).unwrap_or(first)
}

/// The beginning of a text that has at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    let text = text.trim();
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text).trim_end()
}

#[cfg(test)]
mod tests {
    use cds_forms::{KnownUnits, Situation};

    use super::*;

    fn group(case: Option<&str>, names: &[&str]) -> PaperGroup {
        let paper = |name: &&str| RequiredPaper { name: (*name).to_owned(), originals: 1, copies: 0, remark: false };
        PaperGroup { case: case.map(str::to_owned), papers: names.iter().map(paper).collect() }
    }

    fn attachment(name: &str) -> AttachmentSummary {
        AttachmentSummary { name: name.to_owned(), media_type: "image/jpeg".to_owned(), size: 1 }
    }

    fn view(asked: &AskedPapers, attached: &[AttachmentSummary]) -> FormView {
        let form =
            cds_forms::newest("bo-sung").expect("carried").altered(|form| asked.add_to(form, true, &Answers::new()));
        let filled = form.fill(&Answers::new(), Situation { today: "2026-11-27", units: &KnownUnits, attached });
        let mut view = filled.view(&BTreeMap::new());
        asked.show(&mut view, &filled, BTreeSet::new());
        view
    }

    /// The names of all places for papers.
    fn places(asked: &AskedPapers, attached: &[AttachmentSummary]) -> Vec<String> {
        let view = view(asked, attached);
        view.sections.into_iter().flat_map(|section| section.fields).filter_map(|field| field.paper).collect()
    }

    #[test]
    fn a_remark_asks_for_nothing_and_one_place_is_always_free() {
        let mut group = group(None, &["Tờ khai", "Ghi chú"]);
        if let Some(remark) = group.papers.last_mut() {
            remark.remark = true;
        }
        assert_eq!(places(&AskedPapers::of_cases(&[group]), &[]), ["Tờ khai", "Giấy tờ khác"]);
        assert_eq!(places(&AskedPapers::default(), &[]), ["Giấy tờ khác"]);
        let attached = ["Giấy tờ khác", "anh-chup", "Tờ khai"].map(attachment);
        let asked = AskedPapers::of_names(&["Tờ khai".to_owned()]);
        assert_eq!(places(&asked, &attached), ["Tờ khai", "Giấy tờ khác", "anh-chup", "Giấy tờ khác (2)"]);
    }

    #[test]
    fn long_names_are_cut_between_letters_and_equal_ones_numbered() {
        let long = "ệ".repeat(200);
        let asked = AskedPapers::of_names(&[long.clone(), long]);
        let names = places(&asked, &[]);
        assert!(names.iter().all(|name| name.len() <= MAX_NAME));
        assert_ne!(names[0], names[1]);
        assert!(names[1].ends_with(" (2)"));
    }

    #[test]
    fn of_several_cases_each_has_its_places_and_those_of_the_citizens_own_may_be_missing() {
        let cases = [group(Some("Phải nộp"), &["Tờ khai", "Ảnh"]), group(None, &["Tờ khai", "Giấy cũ"])];
        let asked = AskedPapers::of_cases(&cases);
        let shown = ["Tờ khai", "Ảnh", "Tờ khai (2)", "Giấy cũ", "Giấy tờ khác"];
        assert_eq!(places(&asked, &[]), shown);
        let missing = |names: &[&str]| {
            let attached: Vec<AttachmentSummary> = names.iter().map(|name| attachment(name)).collect();
            asked.missing(&attached).cloned().collect::<Vec<_>>()
        };
        assert_eq!(missing(&[]), ["Tờ khai", "Ảnh"]);
        assert_eq!(missing(&["Ảnh", "Giấy cũ"]), ["Tờ khai", "Tờ khai"]);
        assert!(missing(&["Tờ khai", "Ảnh"]).is_empty());
        let view = view(&asked, &[]);
        let of = view.sections.iter().flat_map(|section| &section.fields).filter_map(|field| field.group.as_ref());
        let of: Vec<(u32, Option<&str>)> = of.map(|group| (group.number, group.name.as_deref())).collect();
        assert_eq!(of, [(1, Some("Phải nộp")), (1, Some("Phải nộp")), (2, None), (2, None)]);
        // A group of remarks alone is none.
        let mut remarks = group(Some("Ghi chú"), &["Bản chính để đối chiếu"]);
        remarks.papers[0].remark = true;
        assert_eq!(AskedPapers::of_cases(&[remarks, group(None, &["Tờ khai"])]).0[0].group, None);
    }
}
