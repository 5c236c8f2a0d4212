//! Papers, alerts and what else the mirror shows, also with no portal.

use cds_core::pictures::PageFile;
use cds_wire::ipc::{AddPaperArgs, CodeResult, ErrorCode, PaperExpiry, PaperState};
use cds_wire::paper::{PaperKind, PaperSource};

use crate::fixture::*;

fn paper_states(app: &cds_core::App) -> Vec<PaperState> {
    let papers = app.papers().expect("read");
    papers
        .into_iter()
        .filter(|paper| paper.source == PaperSource::OwnUpload && paper.title.reveal() == "Hộ chiếu")
        .map(|paper| paper.state)
        .collect()
}

#[test]
fn a_paper_is_kept_offline_sent_later_and_moves_to_the_cache_once_the_portals_backup_holds_it() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let content = photo(3);
    let id = app.add_paper(PaperKind::Passport, &"Hộ chiếu".into(), &content).expect("kept").id;
    assert_eq!(paper_states(&app), [PaperState::Waiting]);
    let small = app.paper_thumbnail(&id).expect("read").expect("a thumbnail");
    assert!(small.0.len() < content.len());
    drop(app);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    assert_eq!(paper_states(&app), [PaperState::Kept]);
    drop(app);
    assert!(fixture.without_cache().paper_content(&id).is_ok(), "the vault still holds it");
    fixture.backup("safe");
    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    drop(app);
    let app = fixture.offline();
    assert_eq!(app.paper_content(&id).expect("read from the cache"), (content, "image/jpeg".to_owned()));
    assert_eq!(app.paper_thumbnail(&id).expect("read"), Some(small));
    drop(app);
    assert_eq!(code(fixture.without_cache().paper_content(&id)), ErrorCode::NotFound, "it left the vault");
}

fn licence(expires_on: &str) -> AddPaperArgs {
    AddPaperArgs {
        kind: PaperKind::DrivingLicence,
        title: "Hạng A1".into(),
        number: Some(" 040123456789 ".into()),
        expires_on: Some(expires_on.to_owned()),
        person: None,
    }
}

#[test]
fn number_and_last_day_are_kept_also_by_the_portal_and_a_paper_is_found_by_them() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let pages = [photo(1), photo(2)];
    let pages = [&pages[0], &pages[1]].map(|file| PageFile { file, corners: None });
    let id = app.keep_paper(&licence("01/02/2020"), &pages).expect("kept").id;
    let shown = |app: &cds_core::App| {
        let found = app.find_papers("BANG LAI 0123").expect("read");
        assert_eq!(found.len(), 1);
        let paper = found[0].clone();
        assert_eq!((&paper.id, paper.media_type.as_str()), (&id, "application/pdf"));
        assert_eq!(paper.number.expect("a number").reveal(), "040123456789");
        assert_eq!((paper.expires_on.as_deref(), paper.expiry), (Some("2020-02-01"), Some(PaperExpiry::Expired)));
    };
    shown(&app);
    assert!(app.find_papers("hang a2").expect("read").is_empty());
    assert_eq!(app.find_papers(" ").expect("read").len(), app.papers().expect("read").len());
    assert_eq!(code(app.keep_paper(&licence("30/02/2027"), &pages)), ErrorCode::DateInvalid);
    drop(app);
    let app = fixture.unlocked();
    app.sync().expect("in step");
    shown(&app);
    drop(app);
    // As another device would see it.
    fixture.backup("safe");
    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    shown(&app);
    drop(app);
    assert_eq!(code(fixture.without_cache().paper_content(&id)), ErrorCode::NotFound, "it left the vault");
}

#[test]
fn a_paper_at_the_portal_is_fetched_when_it_is_opened_and_stays() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let offline = fixture.offline();
    let papers = offline.papers().expect("read");
    let paper = papers.iter().find(|paper| paper.state == PaperState::Portal).expect("one at the portal").clone();
    assert_eq!(code(offline.paper_content(&paper.id)), ErrorCode::NoNetwork);
    drop(offline);
    let app = fixture.unlocked();
    let (content, media_type) = app.paper_content(&paper.id).expect("fetched");
    assert_eq!((content.len() as u64, &media_type), (paper.size, &paper.media_type));
    drop(app);
    let offline = fixture.offline();
    assert_eq!(offline.paper_content(&paper.id).expect("it stayed").0, content);
    let again = offline.papers().expect("read").into_iter().find(|again| again.id == paper.id).expect("there");
    assert_eq!(again.state, PaperState::Kept);
}

#[test]
fn without_a_portal_alerts_devices_services_and_the_code_are_there() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let alerts = app.alerts().expect("read");
    assert!(alerts.last_contact.is_some());
    let live = alerts.alerts.iter().take_while(|alert| !alert.expired).count();
    assert!(live > 0 && alerts.alerts.iter().skip(live).all(|alert| alert.expired) && live < alerts.alerts.len());
    let devices = app.devices().expect("read");
    assert_eq!(devices.iter().filter(|device| device.this).count(), 1);
    assert_eq!(app.search("dang ky khai sinh").expect("found").hits[0].code, "1.001193");
    assert_eq!(app.procedure("1.001193").expect("read").name, "Thủ tục đăng ký khai sinh");
    assert_eq!(code(app.procedure("9.999999")), ErrorCode::NotFound);
    let shown = app.show_code().expect("shown");
    assert!(shown.trial, "the demonstration's root was learned");
    let checked = app.check_code(shown.text.reveal());
    assert_eq!((checked.result, checked.name.as_ref()), (CodeResult::GenuinePaper, Some(&shown.name)));
    assert_eq!(checked.last4.expect("four digits").reveal(), "0001");
}

#[test]
fn a_checker_without_an_account_needs_the_provinces_trust_file() {
    let fixture = Fixture::start();
    let text = fixture.in_step().show_code().expect("shown").text;
    let folder = fixture.folder.path().join("officer");
    let officer = fixture.app_at(&folder);
    let check = |text: &str| {
        let checked = officer.check_code(text);
        (checked.result, checked.reasons[0].clone())
    };
    assert_eq!(check(text.reveal()), (CodeResult::CannotTell, "no_trust_list".to_owned()));
    assert_eq!(code(officer.add_trust(b"{}")), ErrorCode::TrustFileInvalid);
    assert_eq!(officer.add_trust(&fixture.trust_file()).expect("added"), "Tỉnh Cao Bằng");
    assert_eq!(check(text.reveal()), (CodeResult::GenuinePaper, "holder_not_checked".to_owned()));
    let mut tampered = text.reveal().clone().into_bytes();
    let last = tampered.len() - 1;
    tampered[last] = if tampered[last] == b'0' { b'1' } else { b'0' };
    let tampered = String::from_utf8(tampered).expect("text");
    assert_ne!(check(&tampered).0, CodeResult::GenuinePaper);
    assert_eq!(check("https://example.vn"), (CodeResult::CannotTell, "not_a_code".to_owned()));
}

#[test]
fn a_photograph_may_be_larger_than_what_the_portal_takes_since_less_is_kept_of_it() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    // A phone puts the film of the moment behind the picture.
    let content = [photo(4), vec![7; 7 * 1024 * 1024]].concat();
    let id = app.add_paper(PaperKind::Passport, &"Hộ chiếu".into(), &content).expect("kept").id;
    assert_eq!(app.paper_content(&id).expect("read").0, photo(4));
    let endless = [photo(4), vec![7; 33 * 1024 * 1024]].concat();
    assert_eq!(code(app.add_paper(PaperKind::Other, &"x".into(), &endless)), ErrorCode::FileTooLarge);
}
