//! Filling in: with kept papers and new ones, taken off again, and once more what the office has refused.

use std::sync::Arc;

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_wire::Bytes;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{
    AttachPhotoArgs, AttachmentSummary, DossierState, DraftArgs, ErrorCode, MAX_PHOTO, PaperPageArgs, PaperState,
    StagePhotoArgs,
};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

fn args(id: Option<&str>, name: &str) -> DraftArgs {
    let fields = [("ho_ten".to_owned(), name.into())].into();
    DraftArgs { id: id.map(str::to_owned), procedure: "1.001193".to_owned(), commune: None, fields }
}

fn attached(app: &App, draft: &str) -> Vec<(String, u64)> {
    let summary = |attachment: AttachmentSummary| (attachment.name, attachment.size);
    app.draft(draft).expect("read").attachments.into_iter().map(summary).collect()
}

fn photo_args(draft: &str, photo: Vec<u8>) -> AttachPhotoArgs {
    AttachPhotoArgs { draft: draft.to_owned(), name: "anh".to_owned(), photo: Bytes(photo), corners: None }
}

#[test]
fn a_kept_paper_and_a_photo_are_attached_and_taken_off_and_the_paper_stays_kept() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let kept = app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept").id;
    let draft = app.save_draft(&args(None, "Lý Thị Mai")).expect("saved").id;
    app.attach_paper(&draft, "giay_chung_sinh", &kept).expect("attached");
    app.attach_photo(&photo_args(&draft, photo(2))).expect("attached");
    let (kept_size, photo_size) = (photo(1).len() as u64, photo(2).len() as u64);
    let both = [("anh".to_owned(), photo_size), ("giay_chung_sinh".to_owned(), kept_size)];
    assert_eq!(attached(&app, &draft), both);
    app.detach(&draft, "giay_chung_sinh").expect("taken off");
    assert_eq!(attached(&app, &draft), both[..1]);
    assert_eq!(code(app.detach(&draft, "giay_chung_sinh")), ErrorCode::NotFound);
    assert_eq!(app.paper_content(&kept).expect("still kept").0, photo(1));

    let unfetched = app.papers().expect("read").into_iter().find(|paper| paper.state == PaperState::Portal);
    let unfetched = unfetched.expect("a paper that is only at the portal");
    assert_eq!(code(app.attach_paper(&draft, "the", &unfetched.id)), ErrorCode::NoNetwork);
    assert_eq!(code(app.attach_photo(&photo_args(&draft, vec![0; MAX_PHOTO + 1]))), ErrorCode::FileTooLarge);
    let huge = StagePhotoArgs { photo: Bytes(vec![0; MAX_PHOTO + 1]) };
    assert_eq!(code(app.stage_photo(&huge)), ErrorCode::FileTooLarge);
    assert_eq!(attached(&app, &draft), both[..1], "what was refused changed nothing");
}

#[test]
fn a_draft_outlives_its_procedure_and_a_returned_one_is_offered_with_its_reason() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = app.save_draft(&args(None, "Lý")).expect("saved").id;
    app.attach_photo(&photo_args(&draft, photo(2))).expect("attached");
    app.confirm(&draft).expect("confirmed");
    fixture.close_procedure("1.001193");
    app.sync().expect("in step");
    let list = app.dossiers().expect("read").dossiers;
    let returned = list.into_iter().find(|dossier| dossier.state == DossierState::Returned).expect("it came back");
    assert_eq!(returned.reason.as_deref(), Some("procedure_unknown"));
    assert_eq!(app.dossier(&draft).expect("by the id it was filed under").summary.id, returned.id);
    let again = app.draft(&returned.id).expect("a draft");
    assert_eq!(again.reason.as_deref(), Some("procedure_unknown"));
    assert_eq!(again.attachments.len(), 1);
    // The catalogue no longer has it, and still nothing that is typed is lost.
    assert_eq!(code(app.procedure("1.001193")), ErrorCode::NotFound);
    app.save_draft(&args(Some(&returned.id), "Lý Thị Mai")).expect("saved");
    let again = app.draft(&returned.id).expect("a draft");
    assert_eq!(again.fields["ho_ten"].reveal(), "Lý Thị Mai");
    assert_eq!(again.procedure_name, "Thủ tục đăng ký khai sinh");
    assert_eq!(code(app.save_draft(&args(None, "x"))), ErrorCode::DraftIncomplete);
}

#[test]
fn a_dossier_that_the_office_refused_is_filed_again_with_its_papers_and_what_the_office_wrote() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = app.save_draft(&args(None, "Lý Thị Mai")).expect("saved").id;
    app.attach_photo(&photo_args(&draft, photo(2))).expect("attached");
    app.confirm(&draft).expect("confirmed");
    let waiting = app.dossier(&draft).expect("read");
    assert!(waiting.cancellable.is_some() && !waiting.can_file_again);
    app.sync().expect("in step");
    let received = app.dossier(&draft).expect("read");
    assert_eq!((received.cancellable, received.can_file_again), (None, false));
    assert_eq!(code(app.file_again(&draft)), ErrorCode::NotFound);

    let dossier_code = received.summary.code.expect("a code").into_inner();
    fixture.refuse(&dossier_code, "Ảnh mờ, xin chụp lại.");
    app.sync().expect("in step");
    assert!(app.dossier(&draft).expect("read").can_file_again);
    let again = app.file_again(&draft).expect("a draft").id;
    let detail = app.draft(&again).expect("read");
    assert_eq!(detail.fields["ho_ten"].reveal(), "Lý Thị Mai");
    assert_eq!(detail.note.expect("a note").reveal(), "Ảnh mờ, xin chụp lại.");
    assert_eq!(detail.reason.as_deref(), Some("office_refused"));
    assert_eq!(attached(&app, &again), [("anh".to_owned(), photo(2).len() as u64)]);
    app.save_draft(&args(Some(&again), "Lý Thị Mai ")).expect("saved");
    assert!(app.draft(&again).expect("read").note.is_some(), "writing on keeps the note");
    app.confirm(&again).expect("confirmed");
    app.sync().expect("in step");
    let status = app.dossier(&again).expect("read").summary.status;
    assert_eq!(status, Some(DossierStatus::Registered), "the office has it as a new dossier");
    assert_eq!(code(app.file_again("H14.40.02-261102-0011")), ErrorCode::NotFound);
}

#[test]
fn the_citizen_is_shown_and_downloads_are_dropped_and_fetched_again() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let profile = app.profile().expect("read");
    assert_eq!(profile.name.reveal(), "Lý A Thí");
    assert_eq!(profile.province, "Tỉnh Cao Bằng");
    assert_eq!(profile.record.expect("the province's record").commune_name, "Xã Quảng Uyên");
    let shown = app.show_code().expect("a code");
    assert_eq!(shown.birth_date.expect("a date").reveal(), "1990-09-02");
    assert!(cds_core::codes::read_codes(&shown.picture.0).expect("read").contains(shown.text.reveal()));

    let paper = app.papers().expect("read").into_iter().find(|paper| paper.media_type == "application/pdf");
    let paper = paper.expect("a PDF at the portal");
    // The result of a dossier, fetched with the first synchronisation.
    assert_eq!((paper.state, app.storage().expect("read").papers), (PaperState::Kept, paper.size));
    app.forget_downloads().expect("dropped");
    app.sync().expect("in step");
    assert_eq!(app.storage().expect("read").papers, 0, "the citizen wanted the room");
    let page = |app: &App| app.paper_page(&PaperPageArgs { id: paper.id.clone(), page: 0, width: 600 });
    let before = app.pulse().expect("a pulse").data;
    let drawn = page(&app).expect("drawn");
    assert_eq!((drawn.page, drawn.width), (0, 600));
    assert!(app.pulse().expect("a pulse").data > before, "lists show that it is here now");
    assert_eq!(app.storage().expect("read").papers, paper.size);
    drop(app);
    let app = fixture.offline();
    assert_eq!(page(&app).expect("drawn without a network"), drawn);
    let own = app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept").id;
    app.forget_downloads().expect("dropped");
    assert_eq!(code(page(&app)), ErrorCode::NoNetwork);
    assert_eq!(app.paper_content(&own).expect("the only copy stays").0, photo(1));
    assert_eq!(app.storage().expect("read").papers, 0);
    drop(app);
    let app = fixture.app(Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert_eq!(page(&app).expect("fetched again"), drawn);
}
