//! `docs/identity-code.md` says what the code does.

use cds_identity::{CannotTell, Context, Invalid, LIVE_PERIOD_S, LIVE_TOLERANCE_S, MAX_SIGNED, MAX_STATUS, Status};

fn document() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/identity-code.md");
    std::fs::read_to_string(path).expect("the specification is in the repository")
}

/// The first cells of the rows below a heading, without the table's head.
fn cells(heading: &str, below: &str) -> Vec<String> {
    let document = document();
    let section = document.split(heading).nth(1).expect(heading);
    let rows = section.split(below).next().expect(below).lines().filter(|line| line.starts_with('|'));
    rows.skip(2).map(|row| row.split('|').nth(1).expect("a cell").trim().to_owned()).collect()
}

#[test]
fn every_reason_is_explained_and_no_other() {
    let quoted = |code: &str| format!("`{code}`");
    let mut reasons: Vec<String> = CannotTell::ALL.map(|why| quoted(why.code())).into();
    reasons.push(quoted("scan_again"));
    let mut explained = cells("\n*Cannot tell*, and what to do:\n", "\n*Invalid*:\n");
    explained.sort_unstable();
    reasons.sort_unstable();
    assert_eq!(explained, reasons);
    let mut explained = cells("\n*Invalid*:\n", "\n## ");
    explained.sort_unstable();
    let mut reasons: Vec<String> = Invalid::ALL.map(|why| quoted(why.code())).into();
    reasons.sort_unstable();
    assert_eq!(explained, reasons);
}

#[test]
fn every_context_is_named() {
    let document = document();
    for context in Context::ALL {
        assert!(document.contains(&format!("`{}`", context.label())), "{}", context.label());
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let bytes = |number: usize| {
        let digits = number.to_string();
        let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group)).collect();
        format!("{} bytes", groups.join(","))
    };
    let document = document();
    for (what, limit) in [
        ("Credential, trust list", bytes(MAX_SIGNED)),
        ("Status list", bytes(MAX_STATUS)),
        ("Stamp off the checker's clock, after one scan", format!("{LIVE_TOLERANCE_S} s")),
        ("Period of the live code", format!("{LIVE_PERIOD_S} s")),
        ("Status list that is not called old", format!("{} days", Status::CURRENT_DAYS)),
    ] {
        assert!(document.contains(&format!("\n| {what} | {limit} |\n")), "{what}: {limit}");
    }
}
