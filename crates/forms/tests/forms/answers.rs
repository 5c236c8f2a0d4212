//! What is shown, what is wrong, what is sent.

use std::collections::BTreeMap;

use cds_forms::answers::{in_row, remove_row};
use cds_wire::form::{AnswerProblem, FieldKind};
use cds_wire::ipc::{AttachmentSummary, FieldView, FormView};

use crate::*;

fn view(given: &[(&str, &str)]) -> FormView {
    fill(given).view(&BTreeMap::new())
}

fn field<'a>(view: &'a FormView, name: &str) -> Option<&'a FieldView> {
    let fields = view.sections.iter().flat_map(|section| &section.fields);
    let rows = fields.flat_map(|field| std::iter::once(field).chain(field.rows.iter().flat_map(|row| &row.fields)));
    rows.into_iter().find(|field| field.name == name)
}

#[test]
fn an_answer_is_sent_in_one_form_however_it_is_typed() {
    let check = |name: &str, typed: &str, expected: &str| {
        let filled = fill(&[(name, typed)]);
        assert_eq!(sent(&filled, name).as_deref(), Some(expected), "{name} {typed:?}");
        assert_eq!(problems(&filled, name), [], "{name} {typed:?}");
    };
    check("ten", "  Ly\u{301} A\u{a0}Thi\u{301} ", "Lý A Thí");
    check("ghi_chu", "một\r\nhai ", "một\nhai");
    check("so_dinh_danh", "004 090 000 001", "004090000001");
    check("dien_thoai", "+84 900 000 001", "0900000001");
    check("dien_tich", "1.250,5", "1250,5");
    check("tien", "1.234.567 đ", "1234567");
    check("sinh", "2.9.1990", "1990-09-02");
    check("me_sinh", "năm 1965", "1965");
    check("gioi_tinh", "nam", "1");
    check("mau", "Red", "do");
    check("tinh", "cao bang", "04");
}

#[test]
fn an_answer_that_cannot_be_taken_is_named_with_its_bound() {
    let check = |name: &str, typed: &str, problem: AnswerProblem, limit: Option<&str>| {
        let found = fill(&[(name, typed)]).problems();
        let found: Vec<_> = found.iter().filter(|problem| problem.field == name).collect();
        assert!(
            matches!(*found.as_slice(), [one] if one.problem == problem && one.limit.as_deref() == limit),
            "{name}: {found:?}"
        );
    };
    check("ten", "", AnswerProblem::Missing, None);
    check("ten", "một cái tên dài hơn hai mươi", AnswerProblem::TooLong, Some("20"));
    check("dien_thoai", "12", AnswerProblem::NotAPhone, None);
    check("thu", "a@b", AnswerProblem::NotAnEmail, None);
    check("dien_tich", "rộng", AnswerProblem::NotANumber, None);
    check("dien_tich", "1,234", AnswerProblem::TooManyDecimals, Some("2"));
    check("dien_tich", "0,5", AnswerProblem::BelowMinimum, Some("1"));
    check("tien", "6.000.000.000", AnswerProblem::AboveMaximum, Some("5000000000"));
    check("sinh", "31/02/1990", AnswerProblem::DateImpossible, None);
    check("sinh", "1990", AnswerProblem::DateImpossible, None);
    check("sinh", "28/11/2026", AnswerProblem::DateInFuture, Some(TODAY));
    check("hen", "26/11/2026", AnswerProblem::DateInPast, Some(TODAY));
    check("hen", "1/1/2100", AnswerProblem::DateTooLate, Some("2099-12-31"));
    check("gioi_tinh", "3", AnswerProblem::NotAnOption, None);
    check("tinh", "Tỉnh Cao Lạng", AnswerProblem::UnknownUnit, None);
    check("la", "x", AnswerProblem::UnknownField, None);
    check("con.0.la", "x", AnswerProblem::UnknownField, None);
    check("con", "x", AnswerProblem::UnknownField, None);
    check("so_dinh_danh", "012345678", AnswerProblem::PersonalNumberUnusual, None);
    check("ghi_chu", "a\u{7}b", AnswerProblem::ControlCharacters, None);
}

#[test]
fn an_unusual_personal_number_is_told_and_taken() {
    let filled = fill(&[("ten", "A"), ("co_con", "khong"), ("so_dinh_danh", "AB-12")]);
    assert_eq!(sent(&filled, "so_dinh_danh").as_deref(), Some("AB-12"));
    let blocking = filled.problems().into_iter().filter(|problem| !problem.problem.is_warning());
    assert_eq!(blocking.map(|problem| problem.problem).collect::<Vec<_>>(), [AnswerProblem::FileMissing]);
}

#[test]
fn a_date_is_held_against_another_as_far_as_it_is_known() {
    let check = |birth: &str, mother: &str, expected: &[AnswerProblem]| {
        assert_eq!(problems(&fill(&[("sinh", birth), ("me_sinh", mother)]), "me_sinh"), expected, "{birth} {mother}");
    };
    check("2/9/1990", "1965", &[]);
    check("2/9/1990", "1990", &[]);
    check("2/9/1990", "10/1990", &[AnswerProblem::DateTooLate]);
    check("2/9/1990", "1991", &[AnswerProblem::DateTooLate]);
    check("", "1991", &[]);
}

#[test]
fn a_commune_belongs_to_its_province() {
    let check = |province: &str, commune: &str, code: Option<&str>, expected: &[AnswerProblem]| {
        let filled = fill(&[("tinh", province), ("xa", commune)]);
        assert_eq!(sent(&filled, "xa").as_deref(), code, "{province} {commune}");
        assert_eq!(problems(&filled, "xa"), expected, "{province} {commune}");
    };
    check("04", "Phường Thục Phán", Some("01273"), &[]);
    check("Cao Bằng", "thuc phan", Some("01273"), &[]);
    check("48", "Phường Thục Phán", Some("Phường Thục Phán"), &[AnswerProblem::UnknownUnit]);
    check("", "Phường Thục Phán", Some("Phường Thục Phán"), &[AnswerProblem::UnknownUnit]);
    // Without a list of the province's communes the name is taken as it is.
    check("01", "Phường Hoàn Kiếm", Some("Phường Hoàn Kiếm"), &[]);
    assert_eq!(field(&view(&[("tinh", "04")]), "xa").expect("shown").options.len(), 56);
    assert_eq!(field(&view(&[("tinh", "01")]), "xa").expect("shown").options.len(), 0);
}

#[test]
fn what_does_not_apply_is_kept_and_neither_shown_nor_sent() {
    let given = [("co_con", "khong"), ("con.0.ten", ""), ("con.0.di_hoc", "YES"), ("con.0.hoc_phi", "x")];
    let filled = fill(&given);
    assert!(field(&filled.view(&BTreeMap::new()), "con").is_none());
    assert!(filled.to_send().keys().all(|name| !name.starts_with("con") && name != "tong"));
    assert!(filled.problems().iter().all(|problem| !problem.field.starts_with("con")));
    let normal = filled.normalised(&answers(&given));
    assert_eq!(normal.len(), given.len());
    assert_eq!(normal["con.0.di_hoc"].reveal(), "YES");
    // Asked for again, it is there again.
    let again = fill(&[("co_con", "co"), ("con.0.di_hoc", "YES"), ("con.0.hoc_phi", "5000")]);
    assert_eq!(sent(&again, "con.0.hoc_phi").as_deref(), Some("5000"));
    assert_eq!(sent(&again, "tong").as_deref(), Some("5000"));
}

#[test]
fn rows_are_fields_of_their_own() {
    let row = |row: usize, name: &str| in_row("con", row, name);
    let (first, second) = (row(0, "di_hoc"), row(1, "di_hoc"));
    let filled = fill(&[("co_con", "co"), (&first, "YES"), (&second, "NO"), (&row(1, "ten"), "Mai")]);
    let view = filled.view(&BTreeMap::new());
    assert_eq!(field(&view, "con").expect("shown").rows.len(), 2);
    assert!(field(&view, "con.0.truong").is_some() && field(&view, "con.1.truong").is_none());
    assert_eq!(problems(&filled, "con.0.ten"), [AnswerProblem::Missing]);
    assert_eq!(problems(&filled, "con.0.truong"), [AnswerProblem::Missing]);
    assert_eq!(problems(&filled, "con.1.ten"), []);
}

#[test]
fn the_number_of_rows_is_held() {
    let none = fill(&[("co_con", "co")]);
    assert_eq!(problems(&none, "con"), [AnswerProblem::TooFewRows]);
    assert_eq!(field(&none.view(&BTreeMap::new()), "con").expect("shown").rows.len(), 1, "one to begin with");
    let many = fill(&[("co_con", "co"), ("con.3.ten", "Tư")]);
    assert_eq!(problems(&many, "con"), [AnswerProblem::TooManyRows]);
    let actual = many.problems().into_iter().find(|problem| problem.field == "con").and_then(|problem| problem.actual);
    assert_eq!(actual, Some(4));
    // No number of a row makes work without end.
    assert_eq!(problems(&fill(&[("con.4000000000.ten", "x")]), "con.4000000000.ten"), [AnswerProblem::UnknownField]);
}

#[test]
fn a_row_that_is_taken_out_takes_its_sum_along() {
    let mut given =
        answers(&[("co_con", "co"), ("con.0.di_hoc", "YES"), ("con.0.hoc_phi", "1.000"), ("con.0.ten", "An")]);
    given.extend(answers(&[("con.1.di_hoc", "YES"), ("con.1.hoc_phi", "2.500 đ"), ("con.1.ten", "Bình")]));
    let filled = test_form().fill(&given, situation(&[]));
    assert_eq!(sent(&filled, "tong").as_deref(), Some("3500"));
    assert_eq!(sent(&filled, "so_con").as_deref(), Some("2"));
    assert_eq!(sent(&filled, "ten_con").as_deref(), Some("An, Bình"));
    assert_eq!(
        field(&filled.view(&BTreeMap::new()), "tong").and_then(|tong| tong.shown.clone()),
        Some("3.500 đ".into())
    );
    remove_row(&mut given, "con", 0);
    let filled = test_form().fill(&given, situation(&[]));
    assert_eq!(sent(&filled, "tong").as_deref(), Some("2500"));
    assert_eq!(sent(&filled, "ten_con").as_deref(), Some("Bình"));
}

#[test]
fn what_is_computed_follows_from_what_is_there() {
    let filled = fill(&[("ten", "Lý A Thí"), ("sinh", "28/11/1990"), ("tuoi", "5")]);
    assert_eq!(sent(&filled, "ban_sao").as_deref(), Some("Lý A Thí"));
    assert_eq!(sent(&filled, "tuoi").as_deref(), Some("35"), "whoever wrote another one");
    assert_eq!(problems(&filled, "tuoi"), []);
    let unread = fill(&[("co_con", "co"), ("con.0.di_hoc", "YES"), ("con.0.hoc_phi", "nhiều")]);
    assert_eq!(sent(&unread, "tong"), None);
    let of_row = fill(&[("co_con", "co"), ("con.0.ten", "An"), ("con.0.sinh", "2/2020")]);
    assert_eq!(sent(&of_row, "con.0.nhan").as_deref(), Some("An, 02/2020"));
}

#[test]
fn a_required_paper_is_missed_until_it_is_attached() {
    let paper = |name: &str| AttachmentSummary { name: name.to_owned(), media_type: "image/jpeg".to_owned(), size: 7 };
    let papers = [paper("Ảnh chân dung"), paper("Học bạ"), paper("Thư tay")];
    let given = answers(&[("co_con", "khong")]);
    let without = test_form().fill(&given, situation(&[]));
    assert_eq!(problems(&without, "anh"), [AnswerProblem::FileMissing]);
    let with = test_form().fill(&given, situation(&papers));
    assert_eq!(problems(&with, "anh"), []);
    let view = with.view(&BTreeMap::new());
    assert_eq!(field(&view, "anh").and_then(|anh| anh.attached.clone()), Some(papers[0].clone()));
    // The slot of the report does not apply; of the letter there is none.
    assert!(with.sends_paper("Ảnh chân dung") && !with.sends_paper("Học bạ") && with.sends_paper("Thư tay"));
    assert!(field(&view, "hoc_ba").is_none());
}

#[test]
fn a_view_has_all_that_a_screen_needs() {
    let view = view(&[("tien", "1.234.567 đ"), ("mau", "do")]);
    let money = field(&view, "tien").expect("shown");
    assert_eq!((money.kind, money.value.reveal().as_str()), (FieldKind::Money, "1234567"));
    assert_eq!(money.shown, Some("1.234.567 đ".into()));
    let colour = field(&view, "mau").expect("shown");
    assert_eq!(colour.options.len(), 2);
    assert_eq!(colour.value.reveal(), "do");
    assert!(field(&view, "ten").is_some_and(|name| name.required && name.max_length == Some(20)));
    assert!(!view.declaration.is_empty());
}

#[test]
fn a_whole_form_is_ready() {
    let paper = AttachmentSummary { name: "Ảnh chân dung".to_owned(), media_type: "image/jpeg".to_owned(), size: 7 };
    let given = answers(&[("ten", "Lý A Thí"), ("co_con", "khong"), ("sinh", "2/9/1990")]);
    assert!(test_form().fill(&given, situation(std::slice::from_ref(&paper))).is_ready());
    assert!(!test_form().fill(&given, situation(&[])).is_ready());
}

#[test]
fn a_group_says_how_its_next_row_begins_until_it_has_as_many_as_it_takes() {
    let next = |rows: usize| {
        let given: Vec<String> = (0..rows).map(|row| in_row("con", row, "ten")).collect();
        let rows = given.iter().map(|name| (name.as_str(), ""));
        let given: Vec<(&str, &str)> = std::iter::once(("co_con", "co")).chain(rows).collect();
        let view = view(&given);
        let group = field(&view, "con").expect("the group");
        (group.rows.len(), group.next_row.clone())
    };
    // One row is asked for, and shown.
    assert_eq!(next(0), (1, Some("con.1.ten".to_owned())));
    assert_eq!(next(2), (2, Some("con.2.ten".to_owned())));
    assert_eq!(next(3), (3, None));
}
