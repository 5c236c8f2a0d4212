//! Live codes.

use cds_identity::{Claims, Context, DeviceKey, KeyUse, live_code, paper_code};

use super::codes::{cannot_tell, code, genuine, invalid};
use super::file::{Answer, Code, First, hex};
use crate::by_hand::{array, bytes, int};
use crate::live::{device, device_claims};
use crate::{DAY, NOW, claims, key};

fn credential() -> Vec<u8> {
    device_claims().issue(&key(KeyUse::Credential))
}

fn shown(stamp: i64) -> String {
    live_code(&credential(), stamp, &device()).expect("the device's own")
}

/// A live code stamped by whomever, in whatever context.
fn stamped(credential: &[u8], stamp: i64, by: &DeviceKey, context: Context) -> String {
    let signature = by.sign(context, &array(&[bytes(credential), int(stamp)]));
    let parts = array(&[bytes(credential), int(stamp), bytes(&signature)]);
    paper_code(&parts).replacen("CDS1", "CDS2", 1)
}

fn live() -> Answer {
    genuine("live", &device_claims())
}

fn old(status: &str, status_days: Option<u32>) -> Answer {
    Answer { answer: "live_status_old".to_owned(), status: Some(status.to_owned()), status_days, ..live() }
}

fn scan(stamp: i64, scanned_at: i64) -> First {
    First { device_key: hex(&device().public_key().to_bytes()), stamp, scanned_at }
}

fn again(first: First, wait_s: u32) -> Answer {
    Answer { first: Some(first), wait_s: Some(wait_s), ..cannot_tell("scan_again") }
}

/// A code stamped at `stamp` and scanned at `now`, after a first one.
fn second(name: &str, first: First, stamp: i64, now: i64, answer: Answer) -> Code {
    Code { first: Some(first), now, ..code(name, shown(stamp), answer) }
}

pub(super) fn codes() -> Vec<Code> {
    [valid(), refused(), scanned_twice()].concat()
}

fn valid() -> Vec<Code> {
    let with_status = |name: &str, status: &[&str], answer: Answer| {
        let status = status.iter().map(|name| (*name).to_owned()).collect();
        Code { status, ..code(name, shown(NOW), answer) }
    };
    vec![
        code("a live code", shown(NOW), live()),
        code("a stamp a minute old", shown(NOW - 60), live()),
        code("a stamp a minute ahead", shown(NOW + 60), live()),
        with_status("a status list of a week ago", &["a week old"], live()),
        with_status("a status list of more than a week ago", &["a week and a second old"], old("old", Some(7))),
        with_status("a live code without a status list", &[], old("missing", None)),
        Code {
            now: NOW + 80 * DAY,
            status: vec!["100 days old".to_owned()],
            ..code("a status list of 180 days ago", shown(NOW + 80 * DAY), old("old", Some(180)))
        },
    ]
}

fn refused() -> Vec<Code> {
    let other = DeviceKey::from_seed(&[8; 32]);
    let expired = Claims { expires_at: NOW, ..device_claims() }.issue(&key(KeyUse::Credential));
    let paper = claims().issue(&key(KeyUse::Credential));
    let live = Context::LiveCode;
    let good = shown(NOW);
    let moved = {
        let signature = device().sign(live, &array(&[bytes(&credential()), int(NOW - 180)]));
        let parts = array(&[bytes(&credential()), int(NOW), bytes(&signature)]);
        paper_code(&parts).replacen("CDS1", "CDS2", 1)
    };
    vec![
        code("stamped by another device", stamped(&credential(), NOW, &other, live), invalid("device_wrong")),
        code("a stamp that was moved", moved, invalid("device_wrong")),
        code(
            "stamped in another context",
            stamped(&credential(), NOW, &device(), Context::Command),
            invalid("device_wrong"),
        ),
        code(
            "a paper credential, stamped",
            stamped(&paper, NOW, &device(), live),
            invalid("paper_credential_in_live_code"),
        ),
        code("an expired credential, stamped", stamped(&expired, NOW, &device(), live), invalid("expired")),
        Code { status: vec!["five".to_owned()], ..code("withdrawn, on a device", good.clone(), invalid("revoked")) },
        Code {
            trust: Vec::new(),
            ..code("a live code without a trust list", good.clone(), cannot_tell("no_trust_list"))
        },
        code("a live code cut off", good.chars().take(good.chars().count() - 3).collect(), cannot_tell("damaged")),
        code("a live code called a paper code", good.replacen("CDS2", "CDS1", 1), cannot_tell("damaged")),
        code("a paper code called a live one", paper_code(&paper).replacen("CDS1", "CDS2", 1), cannot_tell("damaged")),
    ]
}

fn scanned_twice() -> Vec<Code> {
    let slow = NOW - 600;
    let off = |clock_off_s| Answer { clock_off_s: Some(clock_off_s), ..live() };
    let far = NOW - 400 * DAY;
    vec![
        code("a stamp 61 s old", shown(NOW - 61), again(scan(NOW - 61, NOW), 20)),
        code("a stamp 61 s ahead", shown(NOW + 61), again(scan(NOW + 61, NOW), 20)),
        code("a holder's clock ten minutes slow, first scan", shown(slow), again(scan(slow, NOW), 20)),
        second("a holder's clock ten minutes slow, second scan", scan(slow, NOW), slow + 20, NOW + 20, off(-600)),
        second("a holder's clock an hour fast, second scan", scan(NOW + 3600, NOW), NOW + 3640, NOW + 45, off(3595)),
        second("a picture, scanned again too early", scan(slow, NOW), slow, NOW + 24, again(scan(slow, NOW), 1)),
        second("a picture, scanned again at once", scan(slow, NOW), slow, NOW + 5, again(scan(slow, NOW), 15)),
        second("a picture, second scan", scan(slow, NOW), slow, NOW + 25, invalid("picture")),
        second("a second scan that comes too late", scan(slow, NOW), slow, NOW + 601, again(scan(slow, NOW + 601), 20)),
        second(
            "a stamp that moved otherwise than the checker's clock",
            scan(slow, NOW),
            slow + 20,
            NOW + 46,
            again(scan(slow + 20, NOW + 46), 20),
        ),
        second("a stamp that moved back", scan(slow, NOW), slow - 20, NOW + 20, again(scan(slow - 20, NOW + 20), 20)),
        second(
            "a first scan of another device",
            First { device_key: hex(&[7; 32]), ..scan(slow, NOW) },
            slow,
            NOW + 30,
            again(scan(slow, NOW + 30), 20),
        ),
        second(
            "a holder's clock years off, second scan",
            scan(far, NOW),
            far + 20,
            NOW + 20,
            cannot_tell("clocks_apart"),
        ),
        second("a picture of last year, second scan", scan(far, NOW), far, NOW + 25, invalid("picture")),
    ]
}
