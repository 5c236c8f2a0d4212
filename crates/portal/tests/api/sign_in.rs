//! Signing in, and what a stranger may not learn.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_portal::environment::Limits;
use cds_portal::office;
use cds_wire::Sensitive;
use cds_wire::alert::AlertRecord;
use cds_wire::portal::*;

use crate::fixture::{DAY_MS, Fixture, HOUR_MS, ISSUED, NUMBER, PHONE, pull, request};

/// A code of six digits that is not `otp`.
fn other_than(otp: &str) -> &'static str {
    if otp == "000000" { "111111" } else { "000000" }
}

#[test]
fn the_portal_says_that_it_is_up() {
    let fixture = Fixture::start();
    let answer = fixture.client.get(format!("{}{HEALTH_PATH}", fixture.portal.url())).send().expect("an answer");
    assert_eq!(answer.headers()["content-type"], MEDIA_TYPE);
    let health: Health = serde_json::from_slice(&answer.bytes().expect("a body")).expect("health");
    assert!(health.demo);
}

#[test]
fn the_trust_list_is_never_older_than_a_week() {
    let fixture = Fixture::start();
    let serial = |trust: Trust| {
        let root = trust.root.0.as_slice().try_into().expect("32 bytes");
        cds_identity::TrustList::verify(&trust.list.0, root).expect("the province's list").serial
    };
    let fetched = || {
        let answer = fixture.client.get(format!("{}{TRUST_PATH}", fixture.portal.url())).send().expect("an answer");
        serial(serde_json::from_slice(&answer.bytes().expect("a body")).expect("a trust list"))
    };
    let first = fetched();
    fixture.clock.advance(6 * DAY_MS);
    assert_eq!([fetched(), serial(fixture.signed_in().trust)], [first, first]);
    fixture.clock.advance(2 * DAY_MS);
    // At least the time of issue, so that a portal that was restored issues one that devices take.
    let now = || fixture.environment.clock.now().unsigned_abs() / 1000;
    assert_eq!([fetched(), serial(fixture.signed_in().trust)], [now(), now()]);
    assert!(now() > first);
    fixture.clock.advance(8 * DAY_MS);
    assert_eq!([serial(fixture.signed_in().trust), fetched()], [now(), now()]);
}

#[test]
fn a_one_time_password_signs_in_once() {
    let fixture = Fixture::start();
    fixture.request_otp(NUMBER, PHONE);
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    let request = request(NUMBER, PHONE, ISSUED, &otp);
    let signed_in = fixture.sign_in(&request).expect("signed in");
    assert_eq!(signed_in.name.reveal(), "Lý A Thí");
    assert_eq!(fixture.sign_in(&request).map_err(|problem| problem.code), Err(ProblemCode::SignInRefused));
}

#[test]
fn a_one_time_password_used_by_two_at_the_same_moment_signs_in_one() {
    let fixture = Fixture::start();
    for _ in 0..5 {
        fixture.request_otp(NUMBER, PHONE);
        let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
        let request = request(NUMBER, PHONE, ISSUED, &otp);
        let signed_in: Vec<bool> = std::thread::scope(|scope| {
            let tries = [0, 1].map(|_| scope.spawn(|| fixture.sign_in(&request).is_ok()));
            tries.into_iter().map(|try_| try_.join().expect("no panic")).collect()
        });
        assert_eq!(signed_in.iter().filter(|ok| **ok).count(), 1, "{signed_in:?}");
    }
}

#[test]
fn known_and_unknown_people_get_the_same_answers_to_the_byte() {
    let fixture = Fixture::start();
    let known = fixture.request_otp(NUMBER, PHONE);
    assert_eq!(fixture.request_otp("004099999999", PHONE), known);
    assert_eq!(fixture.request_otp(NUMBER, "0911111111"), known);
    assert_eq!(known.0, 200);
    let outbox = std::fs::read_to_string(fixture.portal.otp_outbox()).expect("an outbox");
    assert_eq!(outbox.lines().count(), 1, "only a known pair is sent its password");

    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    for tries in 1..=7 {
        let answers: Vec<_> = [NUMBER, "004099999999"]
            .map(|number| fixture.post(SIGN_IN_PATH, None, &request(number, PHONE, ISSUED, other_than(&otp))))
            .into();
        assert_eq!(answers[0], answers[1], "try {tries}");
    }
}

/// Counts the passwords that were sent, and the times it was made to look so.
#[derive(Default)]
struct Counted([std::sync::atomic::AtomicU32; 2]);

impl Counted {
    fn add(&self, which: usize) -> std::io::Result<()> {
        self.0[which].fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }
}

impl cds_portal::otp::OtpSender for Counted {
    fn send(&self, _: &Sensitive, _: &Sensitive, _: i64) -> std::io::Result<()> {
        self.add(0)
    }

    fn pretend(&self, _: &Sensitive, _: &Sensitive, _: i64) -> std::io::Result<()> {
        self.add(1)
    }
}

#[test]
fn sending_costs_the_same_for_known_and_unknown_people() {
    let sender = std::sync::Arc::new(Counted::default());
    let fixture = Fixture::start_with(|environment| environment.otp_sender = sender.clone());
    let counts = || sender.0.each_ref().map(|count| count.load(std::sync::atomic::Ordering::SeqCst));
    fixture.request_otp(NUMBER, PHONE);
    assert_eq!(counts(), [1, 0]);
    fixture.request_otp("004099999999", PHONE);
    fixture.request_otp(NUMBER, "0911111111");
    assert_eq!(counts(), [1, 2]);
}

#[test]
fn each_part_of_the_sign_in_is_needed_and_the_refusal_never_says_which_was_wrong() {
    let fixture = Fixture::start();
    let refused = |change: fn(&mut SignInRequest, &str)| {
        fixture.request_otp(NUMBER, PHONE);
        let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
        let mut request = request(NUMBER, PHONE, ISSUED, &otp);
        change(&mut request, &otp);
        fixture.sign_in(&request).expect_err("refused")
    };
    let wrong_date = refused(|request, _| request.card_issue_date = Some("2021-05-21".into()));
    let wrong_phone = refused(|request, _| request.phone = "0900000002".into());
    let wrong_otp = refused(|request, otp| request.otp = other_than(otp).into());
    let wrong_proof = refused(|request, _| request.device.proof = URL_SAFE_NO_PAD.encode([1; 64]));
    assert_eq!(wrong_date.code, ProblemCode::SignInRefused);
    for problem in [wrong_phone, wrong_otp, wrong_proof] {
        assert_eq!(problem, wrong_date);
    }
}

#[test]
fn a_one_time_password_dies_after_five_tries() {
    let fixture = Fixture::start();
    fixture.request_otp(NUMBER, PHONE);
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    for _ in 0..5 {
        let wrong = request(NUMBER, PHONE, ISSUED, other_than(&otp));
        assert_eq!(fixture.sign_in(&wrong).expect_err("refused").code, ProblemCode::SignInRefused);
    }
    let right = request(NUMBER, PHONE, ISSUED, &otp);
    assert_eq!(fixture.sign_in(&right).expect_err("refused").code, ProblemCode::TooManyTries);
    fixture.signed_in();
}

fn code(problem: Problem) -> ProblemCode {
    problem.code
}

#[test]
fn a_device_that_signs_in_again_with_its_key_is_kept_and_needs_no_card() {
    let fixture = Fixture::start();
    let first = fixture.signed_in();
    let again = |id: &str| {
        fixture.sign_in_with(|request| {
            request.card_issue_date = None;
            request.device.id = Some(id.to_owned());
        })
    };
    let second = again(&first.device).expect("signed in");
    assert_eq!((&second.device, &second.recovery_key), (&first.device, &first.recovery_key));
    assert_eq!(fixture.sync(first.token.reveal(), &pull(None, 1)), Err(ProblemCode::Unauthorized));
    assert!(fixture.sync(second.token.reveal(), &pull(None, 1)).is_ok());
    // Unknown devices do need it, whatever id they name.
    assert_eq!(again("01930000-0000-7000-8000-000000000001").map_err(code), Err(ProblemCode::SignInRefused));
}

#[test]
fn a_device_that_signs_out_is_out_and_may_come_back() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let (status, ..) = fixture.post(SIGN_OUT_PATH, Some(device.token()), &SignOutRequest {});
    assert_eq!(status, 200);
    assert_eq!(fixture.sync(device.token(), &pull(None, 1)), Err(ProblemCode::Unauthorized));
    let id = device.signed_in.device.clone();
    let other = fixture.device();
    let seen: DeviceRecord = other.entity(DeviceRecord::KIND, &id).expect("it is listed");
    assert!(seen.ended_at.is_some());
    fixture.sign_in_with(|request| request.device.id = Some(id.clone())).expect("signed in");
    let seen: DeviceRecord = other.entity(DeviceRecord::KIND, &id).expect("it is listed");
    assert_eq!(seen.ended_at, None);
}

#[test]
fn a_revoked_device_is_out_for_good_and_gets_no_recovery_key() {
    let fixture = Fixture::start();
    let lost = fixture.device();
    let id = lost.signed_in.device.clone();
    let (status, ..) = fixture.post(RECOVERY_PATH, Some(lost.token()), &RecoveryRequest {});
    assert_eq!(status, 200);
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    office::revoke_device(storage, clock, &id).expect("revoked");
    assert!(office::revoke_device(storage, clock, "nobody's").is_err());
    assert_eq!(fixture.sync(lost.token(), &pull(None, 1)), Err(ProblemCode::DeviceRevoked));
    let again = fixture.sign_in_with(|request| {
        request.card_issue_date = None;
        request.device.id = Some(id.clone());
    });
    assert_eq!(again.map_err(code), Err(ProblemCode::SignInRefused));
    // With the card it is another device, even if it names the old one.
    let other = fixture.sign_in_with(|request| request.device.id = Some(id.clone())).expect("signed in");
    assert_ne!(other.device, id);
    let device = fixture.device();
    assert!(device.entity::<RecoveryNotice>(RecoveryNotice::KIND, "recovery").is_none());
    assert!(device.entity::<AlertRecord>(AlertRecord::KIND, "recovery").is_none(), "nothing is left to warn of");
}

#[test]
fn a_token_lives_400_days_after_its_last_use() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let works = || fixture.sync(device.token(), &pull(None, 1)).is_ok();
    fixture.clock.advance(399 * DAY_MS);
    assert!(works());
    fixture.clock.advance(399 * DAY_MS);
    assert!(works());
    fixture.clock.advance(400 * DAY_MS);
    assert!(!works());
}

#[test]
fn credentials_come_with_the_sign_in_and_are_renewed_half_way() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let issued = || -> Vec<i64> {
        let of = |id: &str| device.entity::<CredentialRecord>(CredentialRecord::KIND, id).expect("a credential");
        [of(CredentialRecord::PAPER), of(&device.signed_in.device)].map(|record| record.issued_at).into()
    };
    let before = issued();
    fixture.clock.advance(199 * DAY_MS);
    assert_eq!(issued(), before);
    fixture.clock.advance(DAY_MS);
    assert_eq!(issued(), before.iter().map(|at| at + 200 * DAY_MS).collect::<Vec<_>>());
    let profile: ProfileRecord = device.entity(ProfileRecord::KIND, "profile").expect("a profile");
    assert_eq!(profile.personal_number.reveal(), NUMBER);
}

#[test]
fn the_cards_date_may_be_tried_five_times_a_day() {
    let fixture = Fixture::start();
    let wrong = || fixture.sign_in_with(|request| request.card_issue_date = Some("2020-01-01".into())).map_err(code);
    for _ in 0..5 {
        assert_eq!(wrong(), Err(ProblemCode::SignInRefused));
    }
    assert_eq!(wrong(), Err(ProblemCode::TooManyRequests));
    assert_eq!(fixture.sign_in_with(|_| {}).map_err(code), Err(ProblemCode::TooManyRequests));
    fixture.request_otp(NUMBER, PHONE);
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    let body = serde_json::to_vec(&request(NUMBER, PHONE, ISSUED, &otp)).expect("JSON");
    let url = format!("{}{SIGN_IN_PATH}", fixture.portal.url());
    let refused = fixture.client.post(url).body(body).send().expect("an answer");
    assert_eq!(refused.headers()["retry-after"], (DAY_MS / 1000).to_string().as_str());
    fixture.clock.advance(DAY_MS);
    assert!(fixture.sign_in_with(|_| {}).is_ok());
}

#[test]
fn an_officers_release_stands_for_the_card_for_a_day() {
    let fixture = Fixture::start();
    let without = || fixture.sign_in_with(|request| request.card_issue_date = None).map_err(code);
    assert_eq!(without(), Err(ProblemCode::SignInRefused));
    let release = || office::release(&*fixture.environment.storage, &*fixture.environment.clock, NUMBER);
    release().expect("released");
    assert!(without().is_ok());
    // The same device again, whose answer was lost on the way.
    assert!(without().is_ok());
    fixture.clock.advance(DAY_MS);
    assert_eq!(without(), Err(ProblemCode::SignInRefused));
    release().expect("released");
    fixture.clock.advance(DAY_MS);
    assert_eq!(without(), Err(ProblemCode::SignInRefused));
}

#[test]
fn an_officers_release_is_for_one_device() {
    let fixture = Fixture::start();
    let other_key = |request: &mut SignInRequest| {
        let key = cds_identity::DeviceKey::from_seed(&[8; 32]);
        let message = cds_identity::sign_in_message(NUMBER, request.otp.reveal());
        request.card_issue_date = None;
        request.device.public_key = URL_SAFE_NO_PAD.encode(key.public_key().to_bytes());
        request.device.proof = URL_SAFE_NO_PAD.encode(key.sign(cds_identity::Context::SignIn, &message));
    };
    let by_card = fixture.signed_in();
    office::release(&*fixture.environment.storage, &*fixture.environment.clock, NUMBER).expect("released");
    // Who has the card does not use it up.
    fixture.signed_in();
    let released = fixture.sign_in_with(|request| request.card_issue_date = None).expect("signed in");
    assert_eq!(fixture.sign_in_with(other_key).map_err(code), Err(ProblemCode::SignInRefused));
    let ask = |signed_in: &SignedIn| -> RecoveryAnswer {
        let (_, _, body) = fixture.post(RECOVERY_PATH, Some(signed_in.token.reveal()), &RecoveryRequest {});
        serde_json::from_slice(&body).expect("an answer")
    };
    assert!(matches!(ask(&by_card), RecoveryAnswer::Waiting { .. }));
    assert!(matches!(ask(&released), RecoveryAnswer::Released { .. }));
    assert!(matches!(ask(&released), RecoveryAnswer::Released { .. }), "for a day");
    assert!(matches!(ask(&by_card), RecoveryAnswer::Waiting { .. }));
}

#[test]
fn one_time_passwords_are_limited_by_who_is_asked_for_and_by_address() {
    let limits = Limits { otp_per_subject: 2, otp_per_address: 8, ..Limits::default() };
    let fixture = Fixture::start_with(|environment| environment.limits = limits);
    let ask = |number: &str| fixture.request_otp(number, PHONE).0;
    for number in [NUMBER, "004099999999"] {
        assert_eq!([ask(number), ask(number), ask(number)], [200, 200, 429], "{number}");
    }
    // With another phone a stranger uses up nothing of theirs. Each request counted for the address, refused ones too.
    assert_eq!(fixture.request_otp(NUMBER, "0911111111").0, 200);
    assert_eq!([ask("004090000002"), ask("004090000003")], [200, 429]);
    let body = OtpRequest { personal_number: NUMBER.into(), phone: PHONE.into() };
    let url = format!("{}{OTP_PATH}", fixture.portal.url());
    let refused = fixture.client.post(url).body(serde_json::to_vec(&body).expect("JSON")).send().expect("an answer");
    assert_eq!(refused.headers()["retry-after"], "3600");
    fixture.clock.advance(HOUR_MS);
    assert_eq!(ask(NUMBER), 200);
}

#[test]
fn the_recovery_key_is_released_after_a_day_and_then_replaced() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let ask = || -> RecoveryAnswer {
        let (status, _, body) = fixture.post(RECOVERY_PATH, Some(device.token()), &RecoveryRequest {});
        assert_eq!(status, 200);
        serde_json::from_slice(&body).expect("an answer")
    };
    let release_at = fixture.environment.clock.now() + DAY_MS;
    assert_eq!(ask(), RecoveryAnswer::Waiting { release_at });
    let notice: RecoveryNotice = device.entity(RecoveryNotice::KIND, "recovery").expect("the others are told");
    assert_eq!(notice.release_at, release_at);
    let alert: AlertRecord = device.entity(AlertRecord::KIND, "recovery").expect("in words");
    assert_eq!(alert.expires_at, release_at);
    fixture.clock.advance(DAY_MS - 1);
    assert_eq!(ask(), RecoveryAnswer::Waiting { release_at });
    fixture.clock.advance(1);
    let RecoveryAnswer::Released { private_key, recovery_key } = ask() else { panic!("it is due") };
    let private: [u8; 32] = private_key.reveal().0.as_slice().try_into().expect("32 bytes");
    let public = x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(private));
    assert_eq!(public.as_bytes().as_slice(), device.signed_in.recovery_key.0);
    assert_ne!(recovery_key, device.signed_in.recovery_key);
    assert_eq!(fixture.signed_in().recovery_key, recovery_key);
    assert!(device.entity::<RecoveryNotice>(RecoveryNotice::KIND, "recovery").is_none());
    let told: AlertRecord = device.entity(AlertRecord::KIND, "recovery").expect("they are told of the release");
    assert_ne!(told.headline, alert.headline);

    let again = ask();
    assert!(matches!(&again, RecoveryAnswer::Released { private_key: same, .. } if *same == private_key), "for a day");
    fixture.clock.advance(DAY_MS);
    assert!(matches!(ask(), RecoveryAnswer::Waiting { .. }));
    office::release(&*fixture.environment.storage, &*fixture.environment.clock, NUMBER).expect("released");
    let RecoveryAnswer::Released { private_key: second, .. } = ask() else { panic!("an officer released it") };
    assert_ne!(second, private_key);
    let told_again: AlertRecord = device.entity(AlertRecord::KIND, "recovery").expect("an officer's as well");
    assert!(told_again.sent_at > told.sent_at);
}

#[test]
fn who_waits_for_the_recovery_key_may_sign_out_and_in_meanwhile() {
    let fixture = Fixture::start();
    let ask = |token: &str| -> RecoveryAnswer {
        let (status, _, body) = fixture.post(RECOVERY_PATH, Some(token), &RecoveryRequest {});
        assert_eq!(status, 200);
        serde_json::from_slice(&body).expect("an answer")
    };
    let first = fixture.device();
    assert!(matches!(ask(first.token()), RecoveryAnswer::Waiting { .. }));
    let (status, ..) = fixture.post(SIGN_OUT_PATH, Some(first.token()), &SignOutRequest {});
    assert_eq!(status, 200);
    fixture.clock.advance(DAY_MS);
    assert!(matches!(ask(fixture.device().token()), RecoveryAnswer::Released { .. }));
}
