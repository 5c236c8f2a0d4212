//! What is known is filled in, and says where it comes from.

use cds_forms::{Fact, Facts, prefill};
use cds_wire::form::ValueSource;

use crate::{answers, situation, test_form};

fn facts(known: &[(Fact, &str)]) -> Facts {
    known.iter().map(|(fact, value)| (*fact, (*value).into())).collect()
}

#[test]
fn the_first_source_that_knows_a_fact_fills_it_in() {
    let profile = facts(&[
        (Fact::Name, "Lý A Thí"),
        (Fact::Province, "Tỉnh Cao Bằng"),
        (Fact::Commune, "01273"),
        (Fact::Sex, "Nam"),
    ]);
    let card = facts(&[(Fact::Name, "LÝ A THÍ"), (Fact::BirthDate, "1990-09-02")]);
    let known = [(ValueSource::Profile, profile), (ValueSource::Card, card)];
    let earlier = [answers(&[("ghi_chu", "như trước"), ("mau", "do")])];
    let filled = prefill(test_form(), &answers(&[("dien_thoai", "")]), &known, &earlier, situation(&[]));
    let found =
        |name: &str| filled.iter().find(|one| one.name == name).map(|one| (one.value.reveal().as_str(), one.source));
    assert_eq!(found("ten"), Some(("Lý A Thí", ValueSource::Profile)));
    assert_eq!(found("sinh"), Some(("1990-09-02", ValueSource::Card)));
    assert_eq!(found("gioi_tinh"), Some(("1", ValueSource::Profile)));
    assert_eq!(found("tinh"), Some(("04", ValueSource::Profile)));
    assert_eq!(found("xa"), Some(("01273", ValueSource::Profile)));
    assert_eq!(found("ghi_chu"), Some(("như trước", ValueSource::Dossier)));
    // Nothing says that this may be taken from an earlier dossier.
    assert_eq!(found("mau"), None);
}

#[test]
fn what_was_typed_stays_and_what_cannot_be_read_is_left_out() {
    let known = [(
        ValueSource::Card,
        facts(&[(Fact::Name, "Lý A Thí"), (Fact::BirthDate, "hôm qua"), (Fact::Commune, "01273")]),
    )];
    let filled = prefill(test_form(), &answers(&[("ten", "Mai")]), &known, &[], situation(&[]));
    // A commune without its province is read by nobody.
    assert_eq!(filled, []);
}
