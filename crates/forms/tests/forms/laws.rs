//! What holds of any answers.

use std::collections::BTreeMap;

use cds_forms::{Answers, forms};
use cds_wire::Sensitive;
use proptest::prelude::*;

use crate::situation;

/// Names of some form, of rows, and of nothing; values as people and machines write them.
fn any_answers() -> impl Strategy<Value = (usize, Answers)> {
    let name = prop_oneof![
        4 => any::<prop::sample::Index>().prop_map(|index| {
            let fields: Vec<String> = forms().iter().flat_map(|form| &form.definition().sections)
                .flat_map(|section| &section.fields)
                .flat_map(|field| {
                    let rows = field.fields.iter().flatten().map(|inner| format!("{}.{}.{}", field.name, index.index(4), inner.name));
                    std::iter::once(field.name.clone()).chain(rows).collect::<Vec<_>>()
                })
                .collect();
            fields[index.index(fields.len())].clone()
        }),
        1 => "[a-z]{1,3}(\\.[0-9]{1,3}\\.[a-z]{1,3})?",
        1 => any::<String>(),
    ];
    let value = prop_oneof![
        3 => "[0-9]{1,4}([./ ,-][0-9]{1,4}){0,3}( đ)?",
        1 => "(YES|NO|co|khong|cha|khac|thue|1|2|04|01273|Cao Bằng|today)",
        2 => any::<String>(),
    ];
    let answers = prop::collection::btree_map(name, value.prop_map(Sensitive::new), 0..40);
    (any::<prop::sample::Index>().prop_map(|index| index.index(forms().len())), answers)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_answers_are_read_and_what_is_normalised_stays_as_it_is((form, answers) in any_answers()) {
        let form = &forms()[form];
        let filled = form.fill(&answers, situation(&[]));
        let (problems, sent) = (filled.problems(), filled.to_send());
        let view = filled.view(&BTreeMap::new());
        prop_assert_eq!(&view.problems, &problems);
        let normal = filled.normalised(&answers);
        prop_assert!(normal.keys().eq(answers.keys()), "no answer is lost or made up");
        let again = form.fill(&normal, situation(&[]));
        prop_assert_eq!(again.normalised(&normal), normal);
        prop_assert!(again.to_send() == sent, "what is sent is the same");
        // What was sent is an answer to the form, and sent again as it is.
        let returned = form.fill(&sent, situation(&[]));
        prop_assert!(returned.problems().iter().all(|problem| problem.problem != cds_wire::form::AnswerProblem::UnknownField));
        for text in sent.values() {
            prop_assert!(!text.reveal().chars().any(|letter| letter.is_control() && letter != '\n'));
        }
    }
}
