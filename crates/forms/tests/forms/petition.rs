//! The form of petitions asks for what the wire takes.

use cds_forms::{Filled, newest};
use cds_wire::form::AnswerProblem;
use cds_wire::petition::{MAX_PHOTOS, MAX_PLACE, MAX_TEXT, PetitionCategory};

use crate::{answers, problems, sent, situation};

fn fill(given: &[(&str, &str)]) -> Filled<'static> {
    newest("phan-anh").expect("the form of petitions").fill(&answers(given), situation(&[]))
}

#[test]
fn every_category_of_the_wire_can_be_chosen_and_no_other() {
    let form = newest("phan-anh").expect("the form of petitions").definition();
    let fields = || form.sections.iter().flat_map(|section| &section.fields);
    let category = fields().find(|field| field.name == "linh_vuc").expect("a field");
    let offered: Vec<&str> = category.options.iter().flatten().map(|option| option.value.as_str()).collect();
    let codes = PetitionCategory::ALL.iter();
    let codes: Vec<String> = codes.map(|code| serde_json::to_string(code).expect("JSON").replace('"', "")).collect();
    assert_eq!(offered, codes);
    assert_eq!(fields().filter(|field| field.paper.is_some()).count(), MAX_PHOTOS);
    assert!(form.procedures.is_empty(), "it is no procedure's");
}

#[test]
fn a_petition_keeps_its_lines_and_loses_what_nobody_sees() {
    let filled = fill(&[("noi_dung", "Ổ gà\u{7} lớn.\r\n\r\nĐề nghị\tvá.")]);
    assert_eq!(sent(&filled, "noi_dung").as_deref(), Some("Ổ gà lớn.\n\nĐề nghị vá."));
    assert_eq!(problems(&filled, "noi_dung"), [AnswerProblem::ControlCharacters]);
    for (name, most) in [("noi_dung", MAX_TEXT), ("dia_diem", MAX_PLACE)] {
        assert_eq!(problems(&fill(&[(name, &"ộ".repeat(most))]), name), []);
        assert_eq!(problems(&fill(&[(name, &"ộ".repeat(most + 1))]), name), [AnswerProblem::TooLong]);
        assert_eq!(problems(&fill(&[]), name), [AnswerProblem::Missing]);
    }
}
