//! Definitions of forms, and answers to them.

#![no_main]

use std::collections::BTreeMap;

use cds_forms::{Answers, Form, KnownUnits, Situation, forms, read};
use cds_wire::Sensitive;
use cds_wire::form::AnswerProblem;
use libfuzzer_sys::fuzz_target;

// A line with the number of a form that is carried, or the definition itself; then a line for each answer, `name=value`.
fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let answers: Answers = rest
        .split('\u{1e}')
        .filter_map(|answer| answer.split_once('='))
        .map(|(name, value)| (name.to_owned(), Sensitive::new(value.to_owned())))
        .collect();
    match first.parse::<usize>() {
        Ok(number) => held(&forms()[number % forms().len()], &answers),
        Err(_) => match read(first) {
            Ok(form) => held(&form, &answers),
            Err(refused) => {
                assert!(!refused.0.is_empty(), "refused for nothing");
                assert!(refused.0.iter().all(|fault| fault.path.is_empty() || fault.path.starts_with('/')));
            }
        },
    }
});

fn held(form: &Form, answers: &Answers) {
    let situation = Situation { today: "2026-11-27", units: &KnownUnits, attached: &[] };
    let filled = form.fill(answers, situation);
    let (view, sent) = (filled.view(&BTreeMap::new()), filled.to_send());
    cds_fuzz::same("the problems", &view.problems, &filled.problems());
    let normal = filled.normalised(answers);
    let again = form.fill(&normal, situation);
    cds_fuzz::same("what is normal", &again.normalised(&normal), &normal);
    cds_fuzz::same("what is sent", &again.to_send(), &sent);
    let returned = form.fill(&sent, situation);
    assert!(returned.problems().iter().all(|problem| problem.problem != AnswerProblem::UnknownField));
}
