//! What an office hands over, and what the citizen says of how a dossier was handled.

use cds_portal::office::{self, NewResult};
use cds_wire::dossier::{DossierRating, DossierStatus};
use cds_wire::ipc::{ErrorCode, PaperState, RateArgs};
use cds_wire::paper::{PaperKind, PaperSource};
use cds_wire::portal::command::{command_type, limit};

use crate::fixture::*;

/// A dossier of the demonstration's that is being worked on.
const DOSSIER: &str = "H14.40.02-261020-0007";

fn hand_over(fixture: &Fixture, content: Vec<u8>) -> String {
    let environment = &fixture.environment;
    let result = NewResult {
        kind: PaperKind::Other,
        title: "Xác nhận cư trú".into(),
        number: Some("12/2026".into()),
        expires_on: Some("2031-01-31".to_owned()),
        content,
    };
    office::deliver(&*environment.storage, &*environment.clock, &*environment.rng, DOSSIER, &result)
        .expect("handed over")
}

fn rate(stars: u8, comment: &str) -> RateArgs {
    RateArgs { id: DOSSIER.to_owned(), stars, comment: comment.into() }
}

#[test]
fn a_result_is_a_paper_of_the_citizens_and_opens_with_the_portal_stopped() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(7);
    let id = hand_over(&fixture, content.clone());
    app.sync().expect("in step");
    let detail = app.dossier(DOSSIER).expect("read");
    assert_eq!(detail.summary.status, Some(DossierStatus::Completed));
    let [result] = detail.results.as_slice() else { panic!("one result") };
    assert_eq!((&result.id, result.source, result.state), (&id, PaperSource::DossierResult, PaperState::Kept));
    let of = result.dossier.clone().expect("its dossier");
    assert_eq!((of.id, of.code), (detail.summary.id.clone(), detail.summary.code.clone()));
    assert_eq!(of.procedure.expect("a name"), detail.summary.procedure);
    let listed = app.papers().expect("read").into_iter().find(|paper| paper.id == id).expect("among the papers");
    assert_eq!(&listed, result);
    drop(app);

    let app = fixture.offline();
    assert_eq!(app.paper_content(&id).expect("one synchronisation"), (content, "image/jpeg".to_owned()));
    drop(app);
    // A second one does not move the dossier again, also where it was handed over.
    fixture.advance(DOSSIER, DossierStatus::Returned);
    hand_over(&fixture, photo(8));
    let app = fixture.unlocked();
    app.sync().expect("in step");
    let detail = app.dossier(DOSSIER).expect("read");
    assert_eq!((detail.summary.status, detail.results.len()), (Some(DossierStatus::Returned), 2));
    let completed = detail.steps.iter().filter(|step| step.status == DossierStatus::Completed);
    assert_eq!(completed.count(), 1);
}

#[test]
fn how_it_was_handled_is_said_once_offline_and_reaches_the_office() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    assert_eq!(code(app.rate(&rate(5, ""))), ErrorCode::RatingRefused, "there is no result");
    hand_over(&fixture, photo(7));
    app.sync().expect("in step");
    assert!(app.dossier(DOSSIER).expect("read").can_rate);
    drop(app);

    let app = fixture.offline();
    for stars in [0, 6] {
        assert_eq!(code(app.rate(&rate(stars, ""))), ErrorCode::RatingRefused);
    }
    assert_eq!(code(app.rate(&rate(4, &"x".repeat(limit::COMMENT + 1)))), ErrorCode::FormTooLarge);
    let first = app.rate(&rate(1, "")).expect("kept").id;
    app.cancel(&first).expect("taken back");
    app.rate(&rate(4, " Nhanh, chu đáo. ")).expect("kept");
    let detail = app.dossier(DOSSIER).expect("read");
    assert_eq!((detail.can_rate, detail.waiting[0].command_type.as_str()), (false, command_type::DOSSIER_RATE));
    assert_eq!(code(app.rate(&rate(5, ""))), ErrorCode::RatingRefused, "once");
    drop(app);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    let detail = app.dossier(DOSSIER).expect("read");
    let rating = detail.rating.expect("the portal has it");
    assert_eq!((rating.stars, rating.comment.expect("a comment").reveal().as_str()), (4, "Nhanh, chu đáo."));
    assert!(!detail.can_rate && detail.waiting.is_empty());
    assert_eq!(code(app.rate(&rate(5, ""))), ErrorCode::RatingRefused);
    let known = office::dossiers(&*fixture.environment.storage).expect("read");
    let stars =
        known.iter().filter_map(|dossier| dossier.record.rating.as_ref()).map(|DossierRating { stars, .. }| *stars);
    assert_eq!(stars.collect::<Vec<_>>(), [4], "the office reads it");
}
