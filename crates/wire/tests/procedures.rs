//! The JSON of the catalogue's types, kept as snapshots, and the shapes of records that a pack may hold.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use cds_wire::ipc::{
    CatalogueShown, FilterChoices, OutsideValidity, ProcedureHit, SearchArgs, SearchFilter, SearchResults,
};
use cds_wire::procedure::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Holds the JSON of `value`, and that reading it back and writing it again gives the same JSON.
fn check<T: Serialize + DeserializeOwned>(name: &str, value: &T) {
    let text = serde_json::to_string_pretty(value).expect("it has a JSON form");
    let again: T = serde_json::from_str(&text).expect("its own JSON is read back");
    assert_eq!(serde_json::to_string_pretty(&again).expect("it has a JSON form"), text, "{name} comes back as it went");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

macro_rules! check {
    ($($name:ident: $value:expr;)+) => { $(check(stringify!($name), &$value);)+ };
}

fn time() -> TimeLimit {
    TimeLimit { value: Some(7.5), unit: Some(TimeUnit::WorkingDay), text: None }
}

fn fee() -> Fee {
    Fee { amount: None, free: true, note: Some("Lệ phí: 135.000 đồng/lần.".to_owned()) }
}

fn channel() -> Channel {
    Channel {
        channel: ChannelKind::InPerson,
        time: Some(time()),
        fees: vec![fee(), Fee { amount: Some(135_000), free: false, note: None }],
        note: Some("Nộp tại Trung tâm phục vụ hành chính công.".to_owned()),
    }
}

fn paper() -> RequiredPaper {
    RequiredPaper { name: "Tờ khai".to_owned(), originals: 1, copies: 0, remark: false }
}

fn group() -> PaperGroup {
    let remark = RequiredPaper { name: "Lưu ý".to_owned(), originals: 0, copies: 0, remark: true };
    PaperGroup { case: Some("Giấy tờ phải nộp".to_owned()), papers: vec![paper(), remark] }
}

fn bare() -> Procedure {
    serde_json::from_str(r#"{"code":"1.000001","name":"Tách hộ"}"#).expect("code and name are enough")
}

fn full() -> Procedure {
    Procedure {
        code: "1.000002".to_owned(),
        name: "Đổi giấy phép".to_owned(),
        field: Some("Giao thông".to_owned()),
        levels: vec!["Cấp xã".to_owned()],
        audience: vec!["Công dân Việt Nam".to_owned()],
        agency: Some("Công an cấp xã".to_owned()),
        decision: Some("1025/QĐ-BCA".to_owned()),
        essential: Some(20),
        life_events: vec!["Việc làm".to_owned()],
        synonyms: vec!["bằng lái".to_owned()],
        channels: vec![channel()],
        papers: vec![group()],
        conditions: Some("Đủ tuổi.".to_owned()),
        steps: Some("Bước 1.\nBước 2.".to_owned()),
        results: vec!["Giấy phép".to_owned()],
        legal: vec!["12/2025/TT-BCA".to_owned()],
        valid_from: Some("2026-01-01".to_owned()),
        valid_to: Some("2026-12-31".to_owned()),
        province: Some("04".to_owned()),
        superseded_by: Some("1.000003".to_owned()),
        flags: ProcedureFlag::ALL.to_vec(),
    }
}

fn hit() -> ProcedureHit {
    ProcedureHit {
        code: "1.001193".to_owned(),
        name: "Thủ tục đăng ký khai sinh".to_owned(),
        field: Some("Hộ tịch".to_owned()),
        essential: Some(9),
        superseded_by: None,
        outside: Some(OutsideValidity::NoLonger),
    }
}

fn filter() -> SearchFilter {
    SearchFilter {
        field: Some("Hộ tịch".to_owned()),
        level: Some("Cấp xã".to_owned()),
        channel: Some(ChannelKind::Online),
    }
}

#[test]
fn types_of_the_catalogue() {
    check! {
        PackHeader: vec![
            PackHeader { format: 1, version: 7, procedures: 2, as_of: None },
            PackHeader { format: 1, version: 0, procedures: 2, as_of: Some("2026-07-18".to_owned()) },
        ];
        DeltaHeader: DeltaHeader { format: 1, from: 6, version: 7, changed: 1, removed: vec!["1.000001".to_owned()] };
        Procedure: vec![bare(), full()];
        ProcedureFlag: ProcedureFlag::ALL.to_vec();
        Channel: vec![
            channel(),
            Channel { channel: ChannelKind::Online, time: None, fees: Vec::new(), note: None },
        ];
        ChannelKind: ChannelKind::ALL.to_vec();
        TimeLimit: vec![
            time(),
            TimeLimit { value: Some(1.0), unit: None, text: None },
            TimeLimit { value: None, unit: None, text: Some("1/12 hằng năm".to_owned()) },
        ];
        TimeUnit: TimeUnit::ALL.to_vec();
        Fee: vec![fee(), Fee { amount: Some(0), free: false, note: None }];
        PaperGroup: vec![group(), PaperGroup { case: None, papers: vec![paper()] }];
        RequiredPaper: paper();
        ProcedureHit: hit();
        FilterChoices: FilterChoices { fields: vec!["Hộ tịch".to_owned()], levels: vec!["Cấp xã".to_owned()] };
        OutsideValidity: OutsideValidity::ALL.to_vec();
        SearchFilter: vec![filter(), SearchFilter::default()];
        SearchArgs: SearchArgs { text: "khai sinh".into(), filter: filter() };
        CatalogueShown: vec![
            CatalogueShown { version: Some(7), built_in: None },
            CatalogueShown { version: None, built_in: Some("2026-07-18".to_owned()) },
        ];
        SearchResults: SearchResults { hits: vec![hit()], catalogue_version: Some(7) };
    }
}

#[test]
fn what_was_looked_for_never_prints_itself() {
    let args = SearchArgs { text: "ly hôn".into(), ..SearchArgs::default() };
    assert!(!format!("{args:?}").contains("ly hôn"));
}
