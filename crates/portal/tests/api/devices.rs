//! Devices that end, phones that change, and what a stolen SIM card is worth.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DeviceKey, sign_in_message};
use cds_portal::office;
use cds_wire::portal::*;

use crate::fixture::{DAY_MS, Fixture, ISSUED, NUMBER, PHONE, pull, request};

const UNKNOWN: &str = "004099999999";

#[test]
fn a_citizen_ends_another_device_for_good() {
    let fixture = Fixture::start();
    let (lost, other) = (fixture.device(), fixture.device());
    let id = lost.signed_in.device.clone();
    let (status, ..) = fixture.post(RECOVERY_PATH, Some(lost.token()), &RecoveryRequest {});
    assert_eq!(status, 200);
    let end = |token: &str, device: &str| {
        let (status, _, body) =
            fixture.post(REVOKE_DEVICE_PATH, Some(token), &RevokeDeviceRequest { device: device.to_owned() });
        let problem = serde_json::from_slice::<Problem>(&body).ok();
        (status, problem.map(|problem| problem.code))
    };
    assert_eq!(end(other.token(), &id), (200, None));
    assert_eq!(end(other.token(), &id), (200, None), "again, where the answer was lost on the way");
    assert_eq!(fixture.sync(lost.token(), &pull(None, 1)), Err(ProblemCode::DeviceRevoked));
    assert_eq!(end(lost.token(), &other.signed_in.device), (401, Some(ProblemCode::DeviceRevoked)));
    let seen: DeviceRecord = other.entity(DeviceRecord::KIND, &id).expect("it is listed");
    assert!(seen.ended_at.is_some());
    assert!(other.entity::<RecoveryNotice>(RecoveryNotice::KIND, "recovery").is_none(), "its recovery ended with it");

    // A device ends itself by signing out, and nobody ends a neighbour's.
    fixture.request_otp("004090000002", "0900000002");
    let otp = fixture.portal.last_otp("0900000002").expect("a password was sent");
    let neighbour = fixture.sign_in(&request("004090000002", "0900000002", ISSUED, &otp)).expect("signed in");
    for device in [&other.signed_in.device, &neighbour.device, "nobody's"] {
        assert_eq!(end(other.token(), device), (404, Some(ProblemCode::NotFound)), "{device}");
    }
    assert!(fixture.sync(neighbour.token.reveal(), &pull(None, 1)).is_ok());
    assert!(fixture.sync(other.token(), &pull(None, 1)).is_ok());
}

#[test]
fn after_the_office_has_changed_a_phone_only_the_new_one_is_sent_passwords() {
    const NEW: &str = "0987654321";
    let fixture = Fixture::start();
    let device = fixture.device();
    office::set_phone(&*fixture.environment.storage, NUMBER, "+84 987 654 321").expect("changed");
    assert!(office::set_phone(&*fixture.environment.storage, NUMBER, "987").is_err());
    assert!(office::set_phone(&*fixture.environment.storage, UNKNOWN, NEW).is_err());
    let sent = || std::fs::read_to_string(fixture.portal.otp_outbox()).expect("an outbox").lines().count();
    let before = sent();
    let old = fixture.request_otp(NUMBER, PHONE);
    assert_eq!(sent(), before, "the old phone is sent nothing more");
    assert_eq!(fixture.request_otp(NUMBER, NEW), old, "and is not told so");
    let otp = fixture.portal.last_otp(NEW).expect("the new phone is sent its password");
    let by_old = fixture.sign_in(&request(NUMBER, PHONE, ISSUED, &otp));
    assert_eq!(by_old.map_err(|problem| problem.code), Err(ProblemCode::SignInRefused));
    assert!(fixture.sign_in(&request(NUMBER, NEW, ISSUED, &otp)).is_ok());
    // Who is signed in stays so, and sees it.
    let profile: ProfileRecord = device.entity(ProfileRecord::KIND, "profile").expect("a profile");
    assert_eq!(profile.phone.reveal(), NEW);
}

#[test]
fn a_stolen_sim_and_personal_number_alone_do_not_sign_in_and_learn_nothing() {
    let fixture = Fixture::start();
    let owner = fixture.device();
    assert_eq!(fixture.request_otp(NUMBER, PHONE), fixture.request_otp(UNKNOWN, PHONE));
    let otp = fixture.portal.last_otp(PHONE).expect("the thief reads it");
    let thief = DeviceKey::from_seed(&[8; 32]);
    let mut statuses = Vec::new();
    for device in [None, Some(owner.signed_in.device.clone())] {
        for date in [None, Some("2021-05-19"), Some("1999-01-01"), Some("2021-02-31")] {
            let answers = [NUMBER, UNKNOWN].map(|number| {
                let mut attempt = request(number, PHONE, ISSUED, &otp);
                let proof = thief.sign(Context::SignIn, &sign_in_message(number, &otp));
                attempt.device.public_key = URL_SAFE_NO_PAD.encode(thief.public_key().to_bytes());
                attempt.device.proof = URL_SAFE_NO_PAD.encode(proof);
                attempt.card_issue_date = date.map(Into::into);
                attempt.device.id = device.clone();
                fixture.post(SIGN_IN_PATH, None, &attempt)
            });
            let [known, unknown] = &answers;
            assert_eq!(known, unknown, "to the byte: {device:?} {date:?}");
            statuses.push(known.0);
        }
    }
    assert_eq!(statuses, [403, 403, 403, 403, 403, 429, 429, 429]);
    // Nothing came of it, and the owner's session goes on.
    assert!(fixture.sync(owner.token(), &pull(None, 1)).is_ok());
    fixture.clock.advance(DAY_MS);
    assert!(fixture.sign_in_with(|_| {}).is_ok());
}
