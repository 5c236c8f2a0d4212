//! The papers of a draft as fields of its form: those that are asked for, and others that go with it.
//!
//! What is asked for comes from the catalogue or from the office, so no definition can have it written down. The form
//! `giay-to` has the words, and a field of each kind to go by.

use std::collections::BTreeSet;

use cds_forms::{Answers, Choice, Condition, Definition, Field, KnownUnits, Section, Situation};
use cds_wire::form::{FieldKind, Words};
use cds_wire::ipc::{AttachmentSummary, FormView, SectionView};
use cds_wire::procedure::{PaperGroup, Procedure, RequiredPaper};

/// Longest name under which a paper is attached, in bytes.
pub(crate) const MAX_NAME: usize = 120;
/// Longest value of a case, in bytes.
const MAX_CASE: usize = 120;
/// The form to go by, and its sections.
const PATTERNS: &str = "giay-to";
const ASKED: &str = "giay_to";
const OTHERS: &str = "giay_to_khac";

/// The papers that are asked for, by case, each with the name under which it is attached.
#[derive(Default)]
pub(crate) struct AskedPapers(Vec<Case>);

struct Case {
    /// As printed, where there are several.
    name: String,
    /// What the office is told.
    value: String,
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
        let mut values = BTreeSet::new();
        let case = |(index, group): (usize, &PaperGroup)| {
            let name = group.case.clone().unwrap_or_else(|| format!("Trường hợp {}", index + 1));
            let value = free_name(&name, &values, MAX_CASE);
            values.insert(value.clone());
            // Of two cases one is chosen: a paper that both ask for is one.
            let mut names = BTreeSet::new();
            let mut papers = Vec::new();
            for paper in group.papers.iter().filter(|paper| !paper.remark) {
                let name = free_name(&paper.name, &names, MAX_NAME);
                names.insert(name.clone());
                papers.push((name, paper.clone()));
            }
            Case { name, value, papers }
        };
        let cases: Vec<Case> = groups.iter().enumerate().map(case).collect();
        let asks = cases.iter().any(|case| !case.papers.is_empty());
        Self(if asks { cases } else { Vec::new() })
    }

    fn paper(&self, name: &str) -> Option<&RequiredPaper> {
        let mut papers = self.0.iter().flat_map(|case| &case.papers);
        papers.find(|(known, _)| known == name).map(|(_, paper)| paper)
    }

    /// Adds the section of these papers to a definition, as its first or its last; none where nothing is asked for. Where
    /// there are several cases one is chosen, and its papers are asked for.
    pub(crate) fn add_to(&self, definition: &mut Definition, first: bool) {
        if self.0.is_empty() {
            return;
        }
        let Some(mut section) = section(ASKED) else { return };
        let several = self.0.len() > 1;
        let mut fields = Vec::new();
        for pattern in std::mem::take(&mut section.fields) {
            if pattern.kind != FieldKind::File {
                let option = |case: &Case| Choice { value: case.value.clone(), label: printed(&case.name) };
                let options = Some(self.0.iter().map(option).collect());
                fields.extend(several.then_some(Field { options, ..pattern }));
                continue;
            }
            let choice = fields.first().map(|choice: &Field| choice.name.clone());
            for (number, case) in self.0.iter().enumerate() {
                let when = choice.clone().map(|field| Condition {
                    field: Some(field),
                    is: Some(vec![case.value.clone()]),
                    ..Condition::default()
                });
                fields.extend(case.papers.iter().enumerate().map(|(index, (name, paper))| {
                    let of_it = format!("{}_{number}_{index}", pattern.name);
                    Field { when: when.clone(), ..file(&pattern, of_it, name, printed(&paper.name)) }
                }));
            }
        }
        section.fields = fields;
        let at = if first { 0 } else { definition.sections.len() };
        definition.sections.insert(at, section);
    }

    /// Says in a view what the procedure printed of the papers that it has places for, and adds places for others: for each
    /// that is attached and asked for nowhere, and a free one.
    pub(crate) fn show(&self, view: &mut FormView, today: &str, attached: &[AttachmentSummary]) {
        let mut taken = BTreeSet::new();
        for field in view.sections.iter_mut().flat_map(|section| &mut section.fields) {
            let Some(name) = &field.paper else { continue };
            taken.insert(name.clone());
            field.asked = self.paper(name).cloned();
        }
        let after = view.sections.iter().rposition(|section| section.fields.iter().any(|field| field.paper.is_some()));
        if let Some(others) = others(taken, today, attached) {
            view.sections.insert(after.map_or(view.sections.len(), |last| last + 1), others);
        }
    }
}

/// The section of other papers, as a screen shows it.
fn others(mut taken: BTreeSet<String>, today: &str, attached: &[AttachmentSummary]) -> Option<SectionView> {
    let form = cds_forms::newest(PATTERNS)?.altered(|definition| {
        definition.sections.retain(|section| section.name == OTHERS);
        let fields = definition.sections.iter_mut().map(|section| &mut section.fields);
        for fields in fields {
            let Some(free) = fields.pop() else { continue };
            for attached in attached {
                if taken.insert(attached.name.clone()) {
                    let of_it = format!("{}_{}", free.name, fields.len());
                    fields.push(file(&free, of_it, &attached.name, printed(&attached.name)));
                }
            }
            let name = free_name(free.paper.as_deref().unwrap_or_default(), &taken, MAX_NAME);
            fields.push(Field { paper: Some(name), ..free });
        }
    });
    let filled = form.fill(&Answers::new(), Situation { today, units: &KnownUnits, attached });
    filled.view(&std::collections::BTreeMap::new()).sections.into_iter().next()
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
    Words { vi: text.to_owned(), en: text.to_owned() }
}

/// A text cut to so many bytes, with a number where it is taken already.
fn free_name(text: &str, taken: &BTreeSet<String>, most: usize) -> String {
    let first = cut(text, most).to_owned();
    if !taken.contains(&first) {
        return first;
    }
    let numbered = (2_u32..).map(|number| {
        let suffix = format!(" ({number})");
        format!("{}{suffix}", cut(text, most - suffix.len()))
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
    use super::*;

    fn group(case: Option<&str>, names: &[&str]) -> PaperGroup {
        let paper = |name: &&str| RequiredPaper { name: (*name).to_owned(), originals: 1, copies: 0, remark: false };
        PaperGroup { case: case.map(str::to_owned), papers: names.iter().map(paper).collect() }
    }

    fn attachment(name: &str) -> AttachmentSummary {
        AttachmentSummary { name: name.to_owned(), media_type: "image/jpeg".to_owned(), size: 1 }
    }

    /// The names of all places for papers, as a view shows them.
    fn places(asked: &AskedPapers, answers: &Answers, attached: &[AttachmentSummary]) -> Vec<String> {
        let form = cds_forms::newest("bo-sung").expect("carried").altered(|definition| asked.add_to(definition, true));
        let today = "2026-11-27";
        let filled = form.fill(answers, Situation { today, units: &KnownUnits, attached });
        let mut view = filled.view(&std::collections::BTreeMap::new());
        asked.show(&mut view, today, attached);
        view.sections.into_iter().flat_map(|section| section.fields).filter_map(|field| field.paper).collect()
    }

    #[test]
    fn a_remark_asks_for_nothing_and_one_place_is_always_free() {
        let mut group = group(None, &["Tờ khai", "Ghi chú"]);
        if let Some(remark) = group.papers.last_mut() {
            remark.remark = true;
        }
        let none = Answers::new();
        assert_eq!(places(&AskedPapers::of_cases(&[group]), &none, &[]), ["Tờ khai", "Giấy tờ khác"]);
        assert_eq!(places(&AskedPapers::default(), &none, &[]), ["Giấy tờ khác"]);
        let attached = ["Giấy tờ khác", "anh-chup", "Tờ khai"].map(attachment);
        let asked = AskedPapers::of_names(&["Tờ khai".to_owned()]);
        assert_eq!(places(&asked, &none, &attached), ["Tờ khai", "Giấy tờ khác", "anh-chup", "Giấy tờ khác (2)"]);
    }

    #[test]
    fn long_names_are_cut_between_letters_and_equal_ones_numbered() {
        let long = "ệ".repeat(200);
        let asked = AskedPapers::of_names(&[long.clone(), long]);
        let names = places(&asked, &Answers::new(), &[]);
        assert!(names.iter().all(|name| name.len() <= MAX_NAME));
        assert_ne!(names[0], names[1]);
        assert!(names[1].ends_with(" (2)"));
    }

    #[test]
    fn of_several_cases_one_is_chosen_and_its_papers_are_asked_for() {
        let cases = [group(Some("Cấp mới"), &["Tờ khai", "Ảnh"]), group(None, &["Tờ khai", "Giấy cũ"])];
        let asked = AskedPapers::of_cases(&cases);
        let choose = |value: &str| Answers::from([("truong_hop".to_owned(), value.into())]);
        assert_eq!(places(&asked, &Answers::new(), &[]), ["Giấy tờ khác"]);
        assert_eq!(places(&asked, &choose("Cấp mới"), &[]), ["Tờ khai", "Ảnh", "Giấy tờ khác"]);
        assert_eq!(places(&asked, &choose("Trường hợp 2"), &[]), ["Tờ khai", "Giấy cũ", "Giấy tờ khác"]);
        // What the other case asked for is still there to be seen, and goes along.
        let attached = [attachment("Ảnh")];
        let shown = places(&asked, &choose("Trường hợp 2"), &attached);
        assert_eq!(shown, ["Tờ khai", "Giấy cũ", "Ảnh", "Giấy tờ khác"]);
    }
}
