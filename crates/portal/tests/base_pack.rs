//! The pack of the essential services in the app is the one that the demonstration's make.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use cds_portal::demo;
use cds_wire::procedure::{PackHeader, Procedure};

const FILE: &str = "assets/catalogue/base.pack";
/// It is in every build of the app.
const MOST_BYTES: usize = 100_000;

fn in_the_app() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(FILE)).expect("the file is there")
}

fn text(pack: &[u8]) -> String {
    String::from_utf8(zstd::stream::decode_all(pack).expect("a pack")).expect("text")
}

#[test]
fn the_pack_in_the_app_is_what_the_portal_makes() {
    let (there, made) = (in_the_app(), demo::base_pack().expect("made").bytes);
    assert_eq!(text(&there), text(&made), "make it again: cds-portal procedure base-pack > {FILE}");
    assert!(there.len() <= MOST_BYTES, "{} bytes", there.len());
}

#[test]
fn the_pack_in_the_app_has_every_essential_service_that_is_a_procedure() {
    let text = text(&in_the_app());
    let mut lines = text.lines();
    let header: PackHeader = serde_json::from_str(lines.next().expect("a header")).expect("a header");
    let procedures: Vec<Procedure> = lines.map(|line| serde_json::from_str(line).expect("a procedure")).collect();
    assert_eq!((header.format, header.version, header.procedures), (1, 0, procedures.len() as u64));
    assert!(header.as_of.is_some_and(|day| day.len() == 10));
    let essential: BTreeSet<u8> = procedures.iter().filter_map(|procedure| procedure.essential).collect();
    // Number 8, paying a traffic fine, is a payment at the national portal and no procedure.
    assert_eq!(essential, (1..=25).filter(|number| *number != 8).collect());
}
