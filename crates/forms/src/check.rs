//! What can be wrong with a definition that has the right form.

mod field;
mod order;
mod references;

use std::collections::BTreeSet;

use cds_wire::form::{FieldKind, Words};

pub(crate) use order::order;
pub(crate) use references::TODAY;

use crate::definition::{Choice, Definition};
use crate::fault::{Fault, FaultKind};
use crate::form::{Form, Placed};
use crate::registry;

/// Collects faults.
#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    fn add(&mut self, path: impl Into<String>, kind: FaultKind) {
        self.0.push(Fault { path: path.into(), kind });
    }

    fn words(&mut self, path: &str, words: &Words) {
        for (language, text) in [("vi", &words.vi), ("en", &words.en)] {
            if text.trim().is_empty() {
                self.add(format!("{path}/{language}"), FaultKind::NoWords);
            }
        }
    }

    fn name(&mut self, path: &str, name: &str) {
        let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !letters || !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > 64 {
            self.add(path, FaultKind::Name);
        }
    }

    fn choices(&mut self, path: &str, choices: &[Choice]) {
        if choices.is_empty() {
            self.add(path, FaultKind::Empty);
        }
        let mut seen = BTreeSet::new();
        for (position, choice) in choices.iter().enumerate() {
            let path = format!("{path}/{position}");
            self.words(&format!("{path}/label"), &choice.label);
            if choice.value.trim() != choice.value || choice.value.is_empty() || choice.value.len() > 64 {
                self.add(format!("{path}/value"), FaultKind::Name);
            } else if !seen.insert(&choice.value) {
                self.add(format!("{path}/value"), FaultKind::Duplicate);
            }
        }
    }
}

/// All faults of a definition but circles.
pub(crate) fn check(definition: &Definition, fields: &[Placed]) -> Vec<Fault> {
    let mut faults = Faults::default();
    head(definition, &mut faults);
    for (name, list) in &definition.lists {
        let path = format!("/lists/{}", name.replace('~', "~0").replace('/', "~1"));
        faults.name(&path, name);
        if registry::list(name).is_some() {
            faults.add(&path, FaultKind::Duplicate);
        }
        faults.choices(&path, list);
    }
    sections(definition, &mut faults);
    names(fields, &mut faults);
    for placed in fields {
        field::check(definition, placed, &mut faults);
        references::check(definition, fields, placed, &mut faults);
    }
    for (position, section) in definition.sections.iter().enumerate() {
        if let Some(when) = &section.when {
            references::condition(definition, fields, when, &format!("/sections/{position}/when"), None, &mut faults);
        }
    }
    faults.0
}

fn head(definition: &Definition, faults: &mut Faults) {
    let id = &definition.id;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 64 || !id.chars().all(fits) {
        faults.add("/id", FaultKind::Name);
    }
    if definition.version == 0 {
        faults.add("/version", FaultKind::OutOfRange);
    }
    faults.words("/title", &definition.title);
    let mut seen = BTreeSet::new();
    for (position, code) in definition.procedures.iter().enumerate() {
        if code.is_empty() || code.len() > 64 {
            faults.add(format!("/procedures/{position}"), FaultKind::Name);
        } else if !seen.insert(code) {
            faults.add(format!("/procedures/{position}"), FaultKind::Duplicate);
        }
    }
    for (position, words) in definition.declaration.iter().enumerate() {
        faults.words(&format!("/declaration/{position}"), words);
    }
}

fn sections(definition: &Definition, faults: &mut Faults) {
    if definition.sections.is_empty() {
        faults.add("/sections", FaultKind::Empty);
    }
    let mut seen = BTreeSet::new();
    for (position, section) in definition.sections.iter().enumerate() {
        let path = format!("/sections/{position}");
        faults.name(&format!("{path}/name"), &section.name);
        if !seen.insert(&section.name) {
            faults.add(format!("{path}/name"), FaultKind::Duplicate);
        }
        faults.words(&format!("{path}/title"), &section.title);
        if let Some(hint) = &section.hint {
            faults.words(&format!("{path}/hint"), hint);
        }
        if section.fields.is_empty() {
            faults.add(format!("{path}/fields"), FaultKind::Empty);
        }
    }
}

/// No two fields of a form, or of a row, have one name, and no two files one paper.
fn names(fields: &[Placed], faults: &mut Faults) {
    let (mut seen, mut papers) = (BTreeSet::new(), BTreeSet::new());
    for placed in fields {
        faults.name(&format!("{}/name", placed.path), &placed.field.name);
        if !seen.insert((placed.group, &placed.field.name)) {
            faults.add(format!("{}/name", placed.path), FaultKind::Duplicate);
        }
        let is_file = placed.field.kind == FieldKind::File;
        if is_file && !papers.insert(Form::paper_name(&placed.field)) {
            faults.add(format!("{}/paper", placed.path), FaultKind::Duplicate);
        }
    }
}
