//! The document's tables: every code of the wire is in them, and every limit with its number.

use std::collections::BTreeSet;

use cds_portal::seams::limits as portal;
use cds_wire::family::CONSENT_TEXT;
use cds_wire::petition;
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
        command_type::DOSSIER_RATE,
        command_type::PETITION_SUBMIT,
        command_type::PAPER_ADD,
        command_type::PAPER_REMOVE,
        command_type::DEPENDANT_ADD,
        command_type::DEPENDANT_REMOVE,
        command_type::CANCEL,
    ];
    types.iter().for_each(|name| assert!(!row(&document, name).is_empty()));
}

/// A consent names its text by version alone: what stands in the document is what the app shows.
#[test]
fn the_newest_text_of_the_consent_is_the_one_that_the_app_shows() {
    let locale = include_str!("../../../../assets/locales/vi/family.ftl");
    let shown = locale.lines().find_map(|line| line.strip_prefix("family-consent = ")).expect("the text");
    let document = Document::read();
    assert!(document.text().contains(&format!("\n> {shown}\n")), "{shown}");
    assert!(document.text().contains(&format!("Version {CONSENT_TEXT}\nsays:")), "another version is another text");
}

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Forms that are no part of the synchronisation: the lines of a catalogue pack.
const ELSEWHERE: [&str; 8] =
    ["PackHeader", "DeltaHeader", "Procedure", "Channel", "TimeLimit", "Fee", "PaperGroup", "RequiredPaper"];

/// The whole names that stand between backquotes; not what the example says.
fn named(document: &Document) -> BTreeSet<&str> {
    // Blocks lie between lines that begin with three backquotes.
    let text = document.text().split("\n```").step_by(2);
    let code = text.flat_map(str::lines).flat_map(|line| line.split('`').skip(1).step_by(2));
    code.flat_map(|code| code.split(|letter: char| !letter.is_alphanumeric() && letter != '_')).collect()
}

#[test]
fn every_field_of_every_message_is_named() {
    let document = Document::read();
    let described = cds_portal::openapi::document().expect("a document");
    let described: serde_json::Value = serde_json::from_str(&described).expect("JSON");
    let schemas = described["components"]["schemas"].as_object().expect("schemas");
    let named = named(&document);
    let mut fields = 0;
    for (name, schema) in schemas.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let Some(properties) = schema["properties"].as_object() else { continue };
        for field in properties.keys() {
            assert!(named.contains(field.as_str()), "docs/protocol.md does not name `{field}` of {name}");
            fields += 1;
        }
    }
    assert!(fields > 80, "{fields}");
}

#[test]
fn the_limits_are_those_of_the_code() {
    let limits = cds_portal::environment::Limits::default();
    let bytes = |number: u64| format!("{number} bytes");
    let size = |number: usize| format!("{number} bytes");
    let expected = [
        ("Body of `/v1/sync`", size(portal::SYNC_BODY)),
        ("Body of another message", size(portal::BODY)),
        ("Commands of a request", limit::COMMANDS.to_string()),
        ("Body of a command", size(limit::BODY)),
        ("Blobs of a command", limit::BLOBS.to_string()),
        ("Id, stream, type, `supersedes` or `base.entity` of a command", size(limit::NAME)),
        ("Comment of a rating", size(limit::COMMENT)),
        ("Text of a petition", format!("{} characters", petition::MAX_TEXT)),
        ("Place of a petition", format!("{} characters", petition::MAX_PLACE)),
        ("Photographs of a petition", petition::MAX_PHOTOS.to_string()),
        ("Offers answered in one request", limit::OFFERS.to_string()),
        ("Results beyond the request's own", portal::RESULTS.to_string()),
        (
            &format!("Bytes of changes in a page, {} counted for each beside its data", portal::CHANGE),
            portal::PAGE.to_string(),
        ),
        ("A blob", bytes(MAX_BLOB)),
        ("Blobs of one account that nothing keeps", bytes(limits.unattached_bytes)),
        ("Silence of an upload", format!("{} s", limits.upload_stall.as_secs())),
        // The last one that is wrong gives it up.
        ("Digests of one upload that may be wrong", (portal::DAMAGED - 1).to_string()),
        ("Life of a one-time password", format!("{} s", cds_portal::otp::LIFETIME_S)),
        ("Tries of one one-time password", cds_portal::otp::MAX_TRIES.to_string()),
        ("One-time passwords for one personal number with one phone", format!("{} an hour", limits.otp_per_subject)),
        ("One-time passwords asked for from one address", format!("{} an hour", limits.otp_per_address)),
        ("Wrong card dates for one personal number", format!("{} a day", limits.card_dates)),
        ("A signed object", size(cds_identity::MAX_SIGNED)),
        ("Life of a token", format!("{} days from its last use", portal::TOKEN_MS / DAY_MS)),
        ("Life of a cursor", format!("{} days", portal::CURSOR_DAYS)),
    ];
    let expected: Vec<String> = expected.iter().map(|(what, number)| format!("| {what} | {number} |")).collect();
    let document = Document::read();
    let section = document.text().split("\n## Limits\n").nth(1).and_then(|rest| rest.split("\n## ").next());
    // Two lines are the table's head.
    let rows: Vec<&str> = section.expect("a section").lines().filter(|line| line.starts_with('|')).skip(2).collect();
    for (row, expected) in rows.iter().zip(&expected) {
        assert!(row.starts_with(expected), "{expected} {row}");
    }
    assert_eq!(rows.len(), expected.len());
}
