//! The JSON of every wire type, kept as a snapshot: a change of form cannot happen unnoticed.
//!
//! `tests/invariants` holds that no type is missing here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod family;
mod forms;
mod portal_types;
mod samples;
mod screens;
mod shown;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Holds the JSON of `value`, and that reading it back and writing it again gives the same JSON.
pub(crate) fn check_one<T: Serialize + DeserializeOwned + std::fmt::Debug>(name: &str, value: &T) {
    let printed = format!("{value:?}");
    for personal in [
        "004090000001",
        "0900000001",
        "20/05/2021",
        "2021-05-20",
        "123456",
        "135790",
        "khai sinh",
        "chứng sinh",
        "H14",
        "Lý A Thí",
        "CCCC",
    ] {
        assert!(!printed.contains(personal), "{name} prints {personal}: {printed}");
    }
    let text = serde_json::to_string_pretty(value).expect("it has a JSON form");
    let again: T = serde_json::from_str(&text).expect("its own JSON is read back");
    assert_eq!(serde_json::to_string_pretty(&again).expect("it has a JSON form"), text, "{name} comes back as it went");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(name, text);
    });
}

macro_rules! check {
    ($($name:ident: $value:expr;)+) => { $($crate::check_one(stringify!($name), &$value);)+ };
}
pub(crate) use check;
