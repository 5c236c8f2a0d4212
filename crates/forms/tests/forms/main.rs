//! Forms from the outside: definitions that are refused, answers that are read.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod definitions;
mod laws;
mod petition;
mod prefill;
mod schema;

use cds_forms::{Answers, Filled, Form, KnownUnits, Situation, forms};
use cds_wire::form::{AnswerProblem, FormRef};
use cds_wire::ipc::AttachmentSummary;

/// The day of these tests.
const TODAY: &str = "2026-11-27";
/// The form with every construct.
const TEST_FORM: &str = include_str!("../../definitions/mau-thu-1.json");

fn test_form() -> &'static Form {
    cds_forms::find(&FormRef { id: "mau-thu".to_owned(), version: 1 }).expect("the test form")
}

fn situation(attached: &[AttachmentSummary]) -> Situation<'_> {
    Situation { today: TODAY, units: &KnownUnits, attached }
}

fn answers(given: &[(&str, &str)]) -> Answers {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect()
}

fn fill(given: &[(&str, &str)]) -> Filled<'static> {
    test_form().fill(&answers(given), situation(&[]))
}

/// What is wrong with one answer.
fn problems(filled: &Filled<'_>, field: &str) -> Vec<AnswerProblem> {
    filled.problems().into_iter().filter(|problem| problem.field == field).map(|problem| problem.problem).collect()
}

/// An answer as it is sent.
fn sent(filled: &Filled<'_>, name: &str) -> Option<String> {
    filled.to_send().get(name).map(|value| value.reveal().clone())
}

#[test]
fn the_test_form_has_every_construct() {
    let used = TEST_FORM;
    for kind in cds_wire::form::FieldKind::ALL {
        let kind = serde_json::to_string(kind).expect("JSON");
        assert!(used.contains(&format!("\"kind\": {kind}")), "{kind} is not in the test form");
    }
    for property in [
        "hint",
        "required",
        "when",
        "prefill",
        "reuse",
        "max_length",
        "multiline",
        "format",
        "min",
        "max",
        "decimals",
        "earliest",
        "latest",
        "options",
        "list",
        "parent",
        "fields",
        "min_rows",
        "max_rows",
        "compute",
        "paper",
        "is",
        "filled",
        "at_least",
        "at_most",
        "all",
        "any",
        "not",
        "separator",
        "at",
        "lists",
        "declaration",
    ] {
        assert!(used.contains(&format!("\"{property}\":")), "{property} is not in the test form");
    }
    for compute in ["sum", "count", "age", "join", "copy"] {
        assert!(used.contains(&format!("\"kind\": \"{compute}\"")), "{compute} is not in the test form");
    }
    assert!(forms().len() > 6, "five essential services, and the test form");
}
