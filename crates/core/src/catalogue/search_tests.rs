//! What is found for what is typed, on names of the kinds that the national catalogue has.

use super::super::choices;
use super::super::fixture::{imported, open_search, procedure, search};
use super::{Among, Connection, ProcedureHit};
use cds_wire::ipc::{OutsideValidity, SearchFilter};
use cds_wire::procedure::{Channel, ChannelKind, Procedure};
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
fn a_code_is_found_however_it_is_typed() {
    for text in [
        "1001193",
        "1,001193",
        "1 001193",
        "1-001193",
        "mã 1.001193",
        "Mã số: 1.001193",
        "TTHC 1.0011",
        "Mã thủ tục 1.001193",
    ] {
        check(text, &["1.001193"]);
        assert_eq!(codes(&catalogue().1, text).len(), 1, "{text}");
    }
    check("so ho khau", &["1.004222"]);
}

#[test]
fn a_search_is_narrowed_by_field_level_and_channel() {
    let channel = |channel| Channel { channel, time: None, fees: Vec::new(), note: None };
    let of = |code: &str, field: &str, levels: &[&str], kinds: &[ChannelKind]| {
        with(code, &format!("Đăng ký {code}"), |procedure| {
            procedure.field = Some(field.to_owned());
            procedure.levels = levels.iter().map(|level| (*level).to_owned()).collect();
            procedure.channels = kinds.iter().map(|kind| channel(*kind)).collect();
            procedure.essential = Some(1);
        })
    };
    let (online, post, person) = (ChannelKind::Online, ChannelKind::Post, ChannelKind::InPerson);
    let (_folder, connection) = imported(&[
        of("1.1", "Hộ tịch", &["Cấp xã"], &[online, person, person]),
        of("1.2", "Hộ tịch", &["Cấp xã", "Cấp tỉnh"], &[post]),
        of("1.3", "Đất đai", &["Cấp tỉnh"], &[]),
        of("1.4", "Bưu chính", &["Cấp tỉnh"], &[online]),
    ]);
    let check = |field: Option<&str>, level: Option<&str>, channel, expected: &[&str]| {
        let filter = SearchFilter { field: field.map(str::to_owned), level: level.map(str::to_owned), channel };
        let among = Among { filter: &filter, ..open_search() };
        for text in ["dang ky", "đăng ký", "", "1."] {
            let hits = super::search(&connection, text, &among, 9).expect("searched");
            assert_eq!(hits.iter().map(|hit| &*hit.code).collect::<Vec<_>>(), expected, "{text} {filter:?}");
        }
    };
    check(None, None, None, &["1.1", "1.2", "1.3", "1.4"]);
    check(Some("Hộ tịch"), None, None, &["1.1", "1.2"]);
    check(None, Some("Cấp tỉnh"), None, &["1.2", "1.3", "1.4"]);
    check(None, Some("Cấp"), None, &[]);
    check(None, None, Some(online), &["1.1", "1.4"]);
    check(Some("Hộ tịch"), Some("Cấp tỉnh"), Some(post), &["1.2"]);
    check(Some("Hộ tịch"), Some("Cấp tỉnh"), Some(online), &[]);
    let choices = choices(&connection).expect("read");
    assert_eq!(choices.fields, ["Bưu chính", "Đất đai", "Hộ tịch"]);
    assert_eq!(choices.levels, ["Cấp tỉnh", "Cấp xã"]);
}

#[test]
fn a_procedure_of_another_province_is_not_offered() {
    let of = |code: &str, province: &str| {
        with(code, "Hỗ trợ", |procedure| {
            procedure.province = Some(province.to_owned());
            procedure.essential = Some(1);
            procedure.life_events = vec!["Cư trú".to_owned()];
        })
    };
    let (_folder, connection) = imported(&[of("1.1", "04"), of("1.2", "68")]);
    for text in ["hỗ trợ", "", "1."] {
        assert_eq!(codes(&connection, text), ["1.1"], "{text}");
        let anywhere = Among { province: None, ..open_search() };
        assert_eq!(super::search(&connection, text, &anywhere, 9).expect("searched").len(), 2, "{text}");
    }
    let hits = super::super::of_life_event(&connection, "Cư trú", &open_search()).expect("read");
    assert_eq!(hits.len(), 1);
}

#[test]
fn a_hit_says_that_its_procedure_holds_not_yet_or_no_longer() {
    let of = |code: &str, from: Option<&str>, to: Option<&str>| {
        with(code, "Hỗ trợ", |procedure| {
            procedure.valid_from = from.map(str::to_owned);
            procedure.valid_to = to.map(str::to_owned);
        })
    };
    let (_folder, connection) = imported(&[
        of("1.1", Some("2026-11-27"), Some("2026-11-27")),
        of("1.2", Some("2026-11-28"), None),
        of("1.3", None, Some("2026-11-26")),
        of("1.4", Some("sau này"), Some("")),
        of("1.5", None, None),
    ]);
    let hits: Vec<ProcedureHit> = search(&connection, "1.", 9).expect("searched");
    let outside: Vec<Option<OutsideValidity>> = hits.into_iter().map(|hit| hit.outside).collect();
    assert_eq!(outside, [None, Some(OutsideValidity::NotYet), Some(OutsideValidity::NoLonger), None, None]);
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
fn nothing_typed_with_a_filter_shows_all_that_it_lets_through_by_name() {
    let of =
        |code: &str, name: &str, field: &str| with(code, name, |procedure| procedure.field = Some(field.to_owned()));
    let (_folder, connection) = imported(&[
        of("1.1", "Đổi họ", "Hộ tịch"),
        of("1.2", "Đất đai", "Đất đai"),
        with("1.3", "Khai tử", |procedure| {
            procedure.field = Some("Hộ tịch".to_owned());
            procedure.essential = Some(1);
        }),
        of("1.4", "Ăn hỏi", "Hộ tịch"),
        with("1.5", "Ăn cưới", |procedure| {
            procedure.field = Some("Hộ tịch".to_owned());
            procedure.superseded_by = Some("1.4".to_owned());
        }),
        with("1.6", "Bỏ họ", |procedure| {
            procedure.field = Some("Hộ tịch".to_owned());
            procedure.province = Some("68".to_owned());
        }),
    ]);
    let filter = SearchFilter { field: Some("Hộ tịch".to_owned()), ..SearchFilter::default() };
    let among = Among { filter: &filter, ..open_search() };
    for (limit, expected) in [(9, &["1.4", "1.1", "1.3", "1.5"][..]), (2, &["1.4", "1.1"])] {
        let hits = super::search(&connection, " ", &among, limit).expect("searched");
        assert_eq!(hits.iter().map(|hit| &*hit.code).collect::<Vec<_>>(), expected);
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
