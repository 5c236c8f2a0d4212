//! What is known already, filled in where nothing is.

use std::collections::BTreeMap;

use cds_wire::Sensitive;
use cds_wire::form::{FieldKind, ValueSource};

use crate::Answers;
use crate::definition::Fact;
use crate::engine::Situation;
use crate::form::Form;

/// What a source knows of the citizen.
pub type Facts = BTreeMap<Fact, Sensitive>;

/// An answer that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefilled {
    /// Its name.
    pub name: String,
    /// The answer, in its one form.
    pub value: Sensitive,
    /// Where it comes from.
    pub source: ValueSource,
}

/// Fills in what is empty: facts of the sources, the first that knows it, then answers of earlier dossiers under the same
/// name, the first that has it. What the form cannot read is left out. Fields of groups are left to the citizen.
pub fn prefill(
    form: &Form,
    answers: &Answers,
    facts: &[(ValueSource, Facts)],
    earlier: &[Answers],
    situation: Situation<'_>,
) -> Vec<Prefilled> {
    let mut known = answers.clone();
    let mut filled_in = Vec::new();
    // A commune is only read once its province is there.
    for position in &form.order {
        let Some(placed) = form.at(*position).filter(|placed| placed.group.is_none()) else { continue };
        let field = &placed.field;
        let is_empty = known.get(&field.name).is_none_or(|answer| answer.reveal().trim().is_empty());
        if !is_empty || matches!(field.kind, FieldKind::Group | FieldKind::Computed | FieldKind::File) {
            continue;
        }
        let of_facts = field
            .prefill
            .and_then(|fact| facts.iter().find_map(|(source, facts)| facts.get(&fact).map(|value| (*source, value))));
        let of_earlier = || {
            let found = earlier.iter().find_map(|answers| answers.get(&field.name)).filter(|_| field.reuse);
            found.map(|value| (ValueSource::Dossier, value))
        };
        let Some((source, value)) = of_facts.or_else(of_earlier) else { continue };
        known.insert(field.name.clone(), value.clone());
        let filled = form.fill(&known, situation);
        let read = filled.cells.get(&(*position, None)).filter(|cell| !cell.text.is_empty());
        let good = read.filter(|cell| cell.problems.iter().all(|problem| problem.problem.is_warning()));
        match good {
            Some(cell) => {
                let value = Sensitive::new(cell.text.clone());
                filled_in.push(Prefilled { name: field.name.clone(), value, source });
            }
            None => drop(known.remove(&field.name)),
        }
    }
    filled_in
}
