//! What is found for what is typed, on names of the kinds that the national catalogue has.

use super::super::fixture::{imported, procedure};
use super::*;
use cds_wire::procedure::Procedure;
use proptest::prelude::*;

fn with(code: &str, name: &str, change: impl FnOnce(&mut Procedure)) -> Procedure {
    let mut procedure = procedure(code, name);
    change(&mut procedure);
    procedure
}

fn catalogue() -> (tempfile::TempDir, Connection) {
    imported(&[
        procedure("1.000110", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới"),
        procedure("1.001193", "Thủ tục đăng ký khai sinh"),
        procedure("1.003583", "Thủ tục đăng ký khai sinh lưu động"),
        procedure("1.004884", "Thủ tục đăng ký lại khai sinh"),
        procedure("2.000986", "Liên thông thủ tục hành chính về đăng ký khai sinh, đăng ký thường trú"),
        with("1.004222", "Đăng ký thường trú", |procedure| {
            procedure.essential = Some(3);
            procedure.synonyms = vec!["nhập hộ khẩu".to_owned(), "sổ hộ khẩu".to_owned()];
        }),
        with("1.004194", "Đăng ký tạm trú", |procedure| procedure.essential = Some(4)),
        procedure("1.002755", "Gia hạn tạm trú"),
        procedure("1.014901", "Kiểm tra tạm trữ hàng hóa"),
        with("3.000347", "Đổi giấy phép lái xe", |procedure| {
            procedure.synonyms = vec!["đổi bằng lái".to_owned()]
        }),
        procedure("3.000351", "Đổi giấy phép lái xe hoặc bằng lái xe của người nước ngoài"),
        procedure("1.010094", "Xã Hoà An: cấp điện cho Cư M’gar"),
        with("1.013831", "Đăng ký biến động đất đai", |procedure| {
            procedure.superseded_by = Some("1.115468".to_owned());
        }),
        procedure("1.115468", "Đăng ký biến động đất đai, tài sản gắn liền với đất"),
        procedure("1.003677", "Khai báo tạm vắng"),
    ])
}

fn codes(connection: &Connection, text: &str) -> Vec<String> {
    search(connection, text, 20).expect("searched").into_iter().map(|hit| hit.code).collect()
}

/// The first of what is found, as many as are expected.
fn check(text: &str, expected: &[&str]) {
    let found = codes(&catalogue().1, text);
    assert_eq!(found.get(..expected.len()).unwrap_or(&found), expected, "{text}: {found:?}");
}

#[test]
fn a_name_is_found_with_marks_without_and_with_some() {
    for text in [
        "đăng ký khai sinh",
        "dang ky khai sinh",
        "ĐĂNG KÝ KHAI SINH",
        "đăng ky khai sinh",
        "đăng kí khai sinh",
        "  thủ tục Đăng ký   khai sinh. ",
        "THU TUC DANG KY KHAI SINH",
    ] {
        check(text, &["1.001193"]);
    }
    check("khai sinh", &["1.001193"]);
}

#[test]
fn equal_names_come_before_beginnings_before_phrases_before_words() {
    check("đăng ký khai sinh", &["1.001193", "1.003583", "1.000110", "2.000986", "1.004884"]);
}

#[test]
fn marks_that_agree_come_first_and_others_follow() {
    check("tạm trữ", &["1.014901", "1.004194"]);
    check("tạm trú", &["1.004194", "1.002755", "1.014901"]);
    check("hòa an", &["1.010094"]);
}

#[test]
fn essential_services_come_before_others_and_shorter_names_before_longer() {
    check("tam tru", &["1.004194", "1.002755", "1.014901"]);
    check("thuong tru", &["1.004222", "2.000986"]);
}

#[test]
fn what_was_superseded_comes_after_what_was_not() {
    check("biến động đất", &["1.115468", "1.013831"]);
    let hit = search(&catalogue().1, "1.013831", 1).expect("searched").remove(0);
    assert_eq!(hit.superseded_by.as_deref(), Some("1.115468"));
}

#[test]
fn synonyms_are_found_a_little_below_names() {
    check("ho khau", &["1.004222"]);
    check("nhập hộ khẩu", &["1.004222"]);
    check("đổi bằng lái", &["3.000347"]);
    check("bằng lái xe", &["3.000351"]);
    check("bằng lái", &["3.000351", "3.000347"]);
}

#[test]
fn the_last_word_may_be_unfinished() {
    check("dang ky khai si", &["1.001193"]);
    check("đăng ký tạ", &["1.004194"]);
    check("thường t", &["1.004222"]);
    check("khai b", &["1.003677"]);
    check("đăng ký", &["1.004194"]);
}

#[test]
fn words_may_stand_apart_and_in_any_order() {
    check("sinh khai nước ngoài", &["1.000110"]);
    check("biên giới khai sinh", &["1.000110"]);
}

#[test]
fn where_no_name_has_all_the_words_some_are_enough() {
    check("làm giấy khai sinh cho con", &["1.001193"]);
    check("gia hạn tạm trú online", &["1.002755"]);
    assert_eq!(codes(&catalogue().1, "xyzzy"), [""; 0]);
}

#[test]
fn a_code_or_its_beginning_is_found() {
    check("1.001193", &["1.001193"]);
    check(" 1.0011 ", &["1.001193"]);
    assert_eq!(codes(&catalogue().1, "3."), ["3.000347", "3.000351"]);
    let (_folder, local) = imported(&[procedure("1.001193", "Một"), procedure("1.001193.000.00.00.H14", "Hai")]);
    assert_eq!(codes(&local, "1.001193"), ["1.001193", "1.001193.000.00.00.H14"]);
    assert_eq!(codes(&local, "1.001193.000.00.00.h14"), ["1.001193.000.00.00.H14"]);
}

#[test]
fn apostrophes_quotes_and_operators_are_harmless() {
    for text in ["cư m'gar", "cu m’gar", "CƯ Mʼgar", "cư m gar"] {
        check(text, &["1.010094"]);
    }
    let (_folder, connection) = catalogue();
    for text in
        ["\"", "'", "*", "khai sinh\"", "khai* sinh", "khai -sinh", "(khai sinh", "name:khai sinh", "^khai + sinh"]
    {
        search(&connection, text, 5).expect(text);
    }
    for text in ["𞹡ᦰጘ", "ⓐb", "ª½", "한국 中文"] {
        search(&connection, text, 5).expect(text);
    }
    check("\"khai\" \"sinh\"", &["1.001193"]);
    check("khai AND sinh", &["1.001193"]);
    check("NEAR(khai sinh, 2)", &["1.001193"]);
}

#[test]
fn nothing_typed_shows_the_essential_services() {
    for text in ["", "  ", "?!"] {
        assert_eq!(codes(&catalogue().1, text), ["1.004222", "1.004194"], "{text}");
    }
}

#[test]
fn no_more_are_given_than_were_asked_for() {
    for limit in [0, 1, 2] {
        assert_eq!(search(&catalogue().1, "đăng ký", limit).expect("searched").len(), limit);
        assert_eq!(search(&catalogue().1, "1.", limit).expect("searched").len(), limit);
    }
}

#[test]
fn a_whole_name_of_any_length_finds_its_procedure() {
    let long = "Giao đất ở không thông qua đấu giá cho cá nhân ".repeat(25);
    let (_folder, connection) =
        imported(&[procedure("1.000001", &format!("{long} khác")), procedure("1.000002", &long)]);
    assert_eq!(codes(&connection, &long), ["1.000002", "1.000001"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_makes_the_search_fail(text in any::<String>(), typed in "[\"'*()^+:.{}-]{0,4}[a-zđAND OR]{0,12}[\"*]{0,2}") {
        let (_folder, connection) = catalogue();
        search(&connection, &text, 5).expect("searched");
        search(&connection, &typed, 5).expect("searched");
    }
}

#[test]
fn every_procedure_is_found_by_its_own_name_however_it_is_typed() {
    let (_folder, connection) = catalogue();
    let mut statement = connection.prepare("SELECT code, name FROM procedure").expect("a statement");
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("read");
    let names: Vec<(String, String)> = names.collect::<Result<_, _>>().expect("read");
    for (code, name) in names {
        for typed in [name.clone(), cds_vn::text::fold(&name), name.to_uppercase()] {
            assert_eq!(codes(&connection, &typed).first(), Some(&code), "{typed}");
        }
    }
}
