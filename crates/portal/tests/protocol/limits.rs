//! The document's tables: every code of the wire is in them, and every limit with its number.

use cds_wire::portal::command::{command_type, limit};
use cds_wire::portal::*;
use serde::Serialize;

use crate::document::Document;

fn code(code: impl Serialize) -> String {
    serde_json::to_value(code).expect("JSON").as_str().expect("text").to_owned()
}

/// The line of a table whose first cell is this.
fn row<'a>(document: &'a Document, cell: &str) -> &'a str {
    let begin = format!("| `{cell}` |");
    let found = document.text().lines().find(|line| line.starts_with(&begin));
    found.expect(cell)
}

#[test]
fn every_code_has_its_row() {
    let document = Document::read();
    for refusal in ProblemCode::ALL {
        let status = refusal.status().to_string();
        assert!(row(&document, &code(refusal)).contains(&format!("| {status} |")), "{refusal:?}");
    }
    ResultCode::ALL.iter().for_each(|reason| assert!(!row(&document, &code(reason)).is_empty()));
    CommandStatus::ALL.iter().for_each(|status| assert!(!row(&document, &code(status)).is_empty()));
    Reset::ALL.iter().for_each(|reset| assert!(!row(&document, &code(reset)).is_empty()));
    let types = [
        command_type::DOSSIER_SUBMIT,
        command_type::DOSSIER_SUPPLEMENT,
        command_type::DOSSIER_WITHDRAW,
        command_type::PAPER_ADD,
        command_type::PAPER_REMOVE,
        command_type::CANCEL,
    ];
    types.iter().for_each(|name| assert!(!row(&document, name).is_empty()));
}

/// Forms that are no part of the synchronisation: the lines of a catalogue pack.
const ELSEWHERE: [&str; 7] = ["PackHeader", "Procedure", "Channel", "TimeLimit", "Fee", "PaperGroup", "RequiredPaper"];

#[test]
fn every_field_of_every_message_is_named() {
    let document = Document::read();
    let described = cds_portal::openapi::document().expect("a document");
    let described: serde_json::Value = serde_json::from_str(&described).expect("JSON");
    let schemas = described["components"]["schemas"].as_object().expect("schemas");
    let mut fields = 0;
    for (name, schema) in schemas.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let Some(properties) = schema["properties"].as_object() else { continue };
        for field in properties.keys() {
            let mut spelled = ["`", "{", ", ", "."].into_iter().map(|before| format!("{before}{field}"));
            let named = spelled.any(|spelled| document.text().contains(&spelled));
            assert!(named, "docs/protocol.md does not name `{field}` of {name}");
            fields += 1;
        }
    }
    assert!(fields > 80, "{fields}");
}

#[test]
fn the_limits_are_those_of_the_code() {
    let document = Document::read();
    let check = |what: &str, number: String| {
        let found = document.text().lines().find(|line| line.starts_with(&format!("| {what} |")));
        let line = found.expect(what);
        assert!(line.contains(&format!("| {number} |")), "{what} is {number}: {line}");
    };
    check("Body of a command", format!("{} bytes", limit::BODY));
    check("Blobs of a command", limit::BLOBS.to_string());
    check("Id, stream, type, `supersedes` or `base.entity` of a command", format!("{} bytes", limit::NAME));
    check("Commands of a request", limit::COMMANDS.to_string());
    check("Offers answered in one request", limit::OFFERS.to_string());
    check("A blob", format!("{MAX_BLOB} bytes"));
    let limits = cds_portal::environment::Limits::default();
    check("Blobs of one account that nothing keeps", format!("{} bytes", limits.unattached_bytes));
    check("One-time passwords for one personal number with one phone", format!("{} an hour", limits.otp_per_subject));
    check("One-time passwords asked for from one address", format!("{} an hour", limits.otp_per_address));
    check("Wrong card dates for one personal number", format!("{} a day", limits.card_dates));
    check("Tries of one one-time password", cds_portal::otp::MAX_TRIES.to_string());
    check("Life of a one-time password", format!("{} s", cds_portal::otp::LIFETIME_S));
    check("Silence of an upload", format!("{} s", limits.upload_stall.as_secs()));
}
