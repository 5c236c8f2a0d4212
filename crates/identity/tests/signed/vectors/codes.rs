//! Paper codes.

use cds_identity::{Checker, Claims, DeviceKey, IssuerKey, KeyUse, Sex, paper_code};

use super::file::{Answer, Code, Said};
use super::lists::next_key;
use crate::by_hand::{SEED, citizen, usual_header};
use crate::by_hand::{array, bytes, header, int, map, payload, sign1, text};
use crate::{DAY, NOW, claims, key, list};

/// What a code is judged by, and what the answer is. Made by the functions below.
pub(super) fn code(name: &str, text: String, answer: Answer) -> Code {
    let trust = vec!["current".to_owned()];
    Code { name: name.to_owned(), text, now: NOW, trust, status: vec!["nobody".to_owned()], first: None, answer }
}

pub(super) fn genuine(answer: &str, claims: &Claims) -> Answer {
    Answer {
        answer: answer.to_owned(),
        trust_issued_at: Some(NOW - 3 * DAY),
        status: Some("current".to_owned()),
        claims: Some(Said::from(claims)),
        ..Answer::default()
    }
}

pub(super) fn because(answer: &str, reason: &str) -> Answer {
    Answer { answer: answer.to_owned(), reason: Some(reason.to_owned()), ..Answer::default() }
}

pub(super) fn invalid(reason: &str) -> Answer {
    because("invalid", reason)
}

pub(super) fn cannot_tell(reason: &str) -> Answer {
    because("cannot_tell", reason)
}

fn issued(claims: &Claims, key: &IssuerKey) -> String {
    paper_code(&claims.issue(key))
}

fn by_province(claims: &Claims) -> String {
    issued(claims, &key(KeyUse::Credential))
}

fn paper(claims: &Claims) -> Answer {
    genuine("genuine_paper", claims)
}

fn by_hand(protected: &[u8], payload: &[u8]) -> String {
    paper_code(&sign1("cds/credential/1", protected, payload, SEED))
}

pub(super) fn codes() -> Vec<Code> {
    [valid(), times(), unknown(), changed(), versions(), damaged()].concat()
}

fn valid() -> Vec<Code> {
    let claims = claims();
    let long = Claims {
        name: "Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Diễm".into(),
        sex: Sex::Male,
        commune: "99999".into(),
        status_index: u32::MAX - 1,
        ..claims.clone()
    };
    let unusual = Claims {
        subject: "no UUID".into(),
        birth_date: "1945".into(),
        last4: "12".into(),
        commune: "".into(),
        ..claims.clone()
    };
    let early = Claims { birth_date: "1931-12-31".into(), last4: "0000".into(), ..claims.clone() };
    let claim = [(int(7), bytes(b"another")), (int(900), array(&[map(&[(text("a"), int(-1))])]))];
    let with_claims = by_hand(&usual_header(), &payload(&citizen(2), &claim));
    let kid = key(KeyUse::Credential).kid();
    let with_header = by_hand(&header(-8, &kid, None, &[(int(99), int(1))]), &payload(&citizen(2), &[]));
    let known_critical = by_hand(&header(-8, &kid, Some(array(&[int(1), int(4)])), &[]), &payload(&citizen(2), &[]));
    let by_next = Claims { issued_at: NOW - 3600, ..claims.clone() };
    let text = by_province(&claims);
    vec![
        code("a paper code", text.clone(), paper(&claims)),
        code("a paper code with a line end behind it", format!("{text}\r\n"), paper(&claims)),
        code("a paper code with a name of forty letters", by_province(&long), paper(&long)),
        code("facts that have no short form", by_province(&unusual), paper(&unusual)),
        code("born before 1970", by_province(&early), paper(&early)),
        code("claims that are not known are passed over", with_claims, paper(&claims)),
        code("a header that is not known is passed over", with_header, paper(&claims)),
        code("a critical header that is known", known_critical, paper(&claims)),
        Code {
            status: Vec::new(),
            ..code(
                "a paper code without a status list",
                text.clone(),
                Answer { status: Some("missing".to_owned()), ..paper(&claims) },
            )
        },
        Code {
            trust: vec!["another province".to_owned(), "rotated: a second credential key".to_owned()],
            ..code(
                "signed by the newer of two keys",
                issued(&by_next, &next_key()),
                Answer { trust_issued_at: Some(NOW - DAY), ..paper(&by_next) },
            )
        },
        Code {
            trust: vec!["rotated: a second credential key".to_owned()],
            ..code(
                "signed by the older of two keys",
                text,
                Answer { trust_issued_at: Some(NOW - DAY), ..paper(&claims) },
            )
        },
    ]
}

fn times() -> Vec<Code> {
    let at = |change: fn(&mut Claims)| {
        let mut claims = claims();
        change(&mut claims);
        claims
    };
    let last_second = at(|claims| claims.expires_at = NOW + 1);
    let new = at(|claims| claims.issued_at = NOW + 300);
    let first_day = at(|claims| claims.issued_at = NOW - 100 * DAY);
    let old = claims();
    vec![
        code("the last second", by_province(&last_second), paper(&last_second)),
        code("expired", by_province(&at(|claims| claims.expires_at = NOW)), invalid("expired")),
        code("issued five minutes ahead", by_province(&new), paper(&new)),
        code("not yet valid", by_province(&at(|claims| claims.issued_at = NOW + 301)), cannot_tell("not_yet_valid")),
        code("issued in the first second of its key", by_province(&first_day), paper(&first_day)),
        code(
            "issued before its key's time",
            by_province(&at(|claims| claims.issued_at = NOW - 100 * DAY - 1)),
            invalid("outside_key_period"),
        ),
        Code { now: NOW + 5 * 365 * DAY, ..code("a clock five years ahead", by_province(&old), invalid("expired")) },
        Code {
            now: NOW - 5 * 365 * DAY,
            ..code("a clock five years behind", by_province(&old), cannot_tell("not_yet_valid"))
        },
        Code {
            now: NOW - 5 * DAY,
            ..code("a clock behind the trust list", by_province(&old), cannot_tell("clock_wrong"))
        },
        Code {
            trust: vec!["a year from now".to_owned()],
            status: Vec::new(),
            ..code("a clock a year behind the trust list", by_province(&old), cannot_tell("clock_wrong"))
        },
        Code {
            status: vec!["an hour from now".to_owned()],
            ..code("a clock behind the status list", by_province(&old), cannot_tell("clock_wrong"))
        },
    ]
}

fn unknown() -> Vec<Code> {
    let text = by_province(&claims());
    vec![
        Code { trust: Vec::new(), ..code("no trust list", text.clone(), cannot_tell("no_trust_list")) },
        code("a key that is not on the list", issued(&claims(), &next_key()), cannot_tell("unknown_key")),
        Code {
            trust: vec!["without keys".to_owned()],
            ..code("a list that names no key", text.clone(), cannot_tell("unknown_key"))
        },
        code(
            "a province whose list is not here",
            issued(&Claims { issuer: "vn-08".into(), ..claims() }, &next_key()),
            cannot_tell("unknown_issuer"),
        ),
        code(
            "a province's key for another province",
            by_province(&Claims { issuer: "vn-01".into(), ..claims() }),
            invalid("issuer_wrong"),
        ),
        code("a key for receipts", issued(&claims(), &key(KeyUse::Receipt)), invalid("key_use_wrong")),
        Code { status: vec!["five".to_owned()], ..code("withdrawn", text.clone(), invalid("revoked")) },
        Code {
            status: vec!["nobody".to_owned(), "five".to_owned()],
            ..code("withdrawn by the newer of two lists", text.clone(), invalid("revoked"))
        },
        Code {
            status: vec!["nobody any more".to_owned(), "five".to_owned()],
            ..code("withdrawn by the older of two lists alone", text, paper(&claims()))
        },
    ]
}

fn changed() -> Vec<Code> {
    let credential = claims().issue(&key(KeyUse::Credential));
    let at = |place: usize, byte: u8| {
        let mut changed = credential.clone();
        changed[place] = byte;
        paper_code(&changed)
    };
    let name = credential.windows(2).position(|part| part == b"Th").expect("the name");
    let last = credential.len() - 1;
    let device = Some(DeviceKey::from_seed(&[9; 32]).public_key().to_bytes());
    let for_device = Claims { device_key: device, ..claims() };
    let as_receipt = sign1("cds/receipt/1", &usual_header(), &payload(&citizen(2), &[]), SEED);
    vec![
        code("a letter of the name changed", at(name, b'S'), invalid("signature_wrong")),
        code("the signature changed", at(last, credential[last] ^ 1), invalid("signature_wrong")),
        code("signed in another context", paper_code(&as_receipt), invalid("signature_wrong")),
        code("a device's credential on paper", by_province(&for_device), invalid("device_credential_on_paper")),
    ]
}

fn versions() -> Vec<Code> {
    let text_of = by_province(&claims());
    let kid = key(KeyUse::Credential).kid();
    let usual = payload(&citizen(2), &[]);
    let critical = |label: Vec<u8>| header(-8, &kid, Some(array(std::slice::from_ref(&label))), &[(label, int(1))]);
    let critical_claim = by_hand(&critical(int(-65_538)), &payload(&citizen(2), &[]));
    let longer = [citizen(2), vec![int(1)]].concat();
    vec![
        code("a critical claim that is not known", critical_claim, cannot_tell("unknown_critical")),
        code(
            "a critical header with a text for a label",
            by_hand(&critical(text("new")), &usual),
            cannot_tell("unknown_critical"),
        ),
        code("another algorithm", by_hand(&header(-7, &kid, None, &[]), &usual), cannot_tell("unknown_version")),
        code(
            "a seventh fact of the citizen",
            by_hand(&usual_header(), &payload(&longer, &[])),
            cannot_tell("unknown_version"),
        ),
        code(
            "a sex that is not known",
            by_hand(&usual_header(), &payload(&citizen(9), &[])),
            cannot_tell("unknown_version"),
        ),
        code("a code of a later version", text_of.replacen("CDS1", "CDS3", 1), cannot_tell("unknown_version")),
        code("a code in small letters", text_of.to_lowercase(), cannot_tell("not_a_code")),
        code(
            "the text of an identity card",
            "004090000042||Nông Thị Hà|20051990|Nữ||".to_owned(),
            cannot_tell("not_a_code"),
        ),
        code("nothing", String::new(), cannot_tell("not_a_code")),
    ]
}

fn damaged() -> Vec<Code> {
    let text = by_province(&claims());
    let credential = claims().issue(&key(KeyUse::Credential));
    let tagged = paper_code(&[vec![0xd2], credential.clone()].concat());
    let longer = paper_code(&[credential, vec![0]].concat());
    let long_integer = by_hand(&usual_header(), &[0xa1, 0x18, 0x01, 0x61, 0x61]);
    let damaged = || cannot_tell("damaged");
    vec![
        code("cut off", text.chars().take(text.chars().count() - 3).collect(), damaged()),
        code("cut off behind the prefix", "CDS1:".to_owned(), damaged()),
        code("a character that base45 does not have", text.replacen(':', ":é", 1), damaged()),
        code("a space too much", format!("{text} "), damaged()),
        code("a byte behind the end", longer, damaged()),
        code("a tag before the credential", tagged, damaged()),
        code("an integer not in its shortest form", long_integer, damaged()),
        code("longer than 4,096 characters", format!("CDS1:{}", "0".repeat(4098)), damaged()),
    ]
}

#[test]
fn the_first_vector_is_what_the_other_tests_call_genuine() {
    let text = by_province(&claims());
    let checker = Checker { trust: &[list()], status: &[crate::status()], first: None };
    assert_eq!(Answer::from(&cds_identity::verify(&text, &checker, NOW)), paper(&claims()));
}
