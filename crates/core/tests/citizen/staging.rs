//! Papers that are put together page by page.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use cds_core::App;
use cds_core::clock::{Clock, SinceBoot, SystemClock};
use cds_core::keystore::NoKeystore;
use cds_wire::Bytes;
use cds_wire::ipc::{
    AddPaperArgs, ChangeStagedArgs, ErrorCode, PageCorners, PagePoint, PaperExpiry, PaperPageArgs, StagePhotoArgs,
    StagedChange, StagedPictureArgs, Unsent,
};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

fn passport() -> AddPaperArgs {
    AddPaperArgs {
        kind: PaperKind::Passport,
        title: "Hộ chiếu".into(),
        number: Some("B1234567".into()),
        expires_on: Some("31/01/2020".to_owned()),
        person: None,
    }
}

fn corners([x, y, width, height]: [u32; 4]) -> PageCorners {
    let (right, bottom) = (x + width, y + height);
    PageCorners {
        top_left: PagePoint { x, y },
        top_right: PagePoint { x: right, y },
        bottom_right: PagePoint { x: right, y: bottom },
        bottom_left: PagePoint { x, y: bottom },
    }
}

#[test]
fn pages_outlive_the_app_are_cut_moved_and_given_up_and_become_one_paper() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    app.stage_photo(&StagePhotoArgs { photo: Bytes(photo(1)) }).expect("staged");
    app.stage_file(&photo(2)).expect("staged");
    app.stage_file(&photo(3)).expect("staged");
    assert_eq!(code(app.sign_out(Unsent::Refuse)), ErrorCode::Unsent, "they are nowhere else");
    drop(app);

    let app = fixture.offline();
    let pages = app.staged().expect("read");
    assert_eq!(pages.iter().map(|page| (page.width, page.height)).collect::<Vec<_>>(), [(640, 480); 3]);
    let [first, second, third] = [0, 1, 2].map(|at| pages[at].number);
    let change = |number, change| app.change_staged(&ChangeStagedArgs { number, change });
    assert_eq!(code(change(second, StagedChange::Cut(corners([0, 0, 5, 480])))), ErrorCode::PageNotFound);
    change(second, StagedChange::Cut(corners([100, 40, 200, 400]))).expect("cut");
    let drawn = |number, whole| {
        let drawn = app.staged_picture(&StagedPictureArgs { number, width: 1200, whole }).expect("drawn");
        (drawn.width, drawn.height)
    };
    assert_eq!((drawn(second, false), drawn(second, true)), ((200, 400), (640, 480)));
    change(second, StagedChange::Earlier).expect("moved");
    change(third, StagedChange::Remove).expect("given up");
    assert_eq!(code(change(third, StagedChange::Remove)), ErrorCode::NotFound);
    assert_eq!(code(change(second, StagedChange::Earlier)), ErrorCode::NotFound, "it is the first now");
    assert!(app.staged().expect("read").iter().map(|page| page.number).eq([second, first]));
    let pages = app.staged().expect("read");
    assert_eq!(pages.iter().map(|page| page.corners.is_some()).collect::<Vec<_>>(), [true, false]);

    let id = app.keep_staged(&passport()).expect("kept").id;
    assert!(app.staged().expect("read").is_empty());
    assert!(app.find_papers_of("ho chieu", Some(PaperKind::Diploma)).expect("read").is_empty());
    let paper = app.find_papers_of("ho chieu B123", Some(PaperKind::Passport)).expect("read").pop().expect("found");
    assert_eq!(paper.id, id);
    assert_eq!((paper.media_type.as_str(), paper.expiry), ("application/pdf", Some(PaperExpiry::Expired)));
    let page = app.paper_page(&PaperPageArgs { id, page: 0, width: 400 }).expect("drawn");
    assert_eq!((page.pages, page.height > page.width), (2, true), "the page that was cut comes first");
    assert_eq!(code(app.keep_staged(&passport())), ErrorCode::FileEmpty, "there is no page");
}

#[test]
fn a_pdf_is_a_paper_of_its_own_and_a_paper_has_an_end() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let pdf = app.papers().expect("read").into_iter().find(|paper| paper.media_type == "application/pdf");
    let (pdf, _) = app.paper_content(&pdf.expect("the demonstration has one").id).expect("fetched");
    app.stage_file(&pdf).expect("staged");
    let page = app.staged().expect("read").pop().expect("a page");
    assert_eq!((page.width, page.height), (0, 0));
    assert_eq!(code(app.stage_file(&photo(1))), ErrorCode::PagesNotPictures);
    let change = |number, change| app.change_staged(&ChangeStagedArgs { number, change });
    assert_eq!(code(change(page.number, StagedChange::Cut(corners([0, 0, 99, 99])))), ErrorCode::PageNotFound);
    let id = app.keep_staged(&passport()).expect("kept").id;
    assert_eq!(app.paper_content(&id).expect("read").0, pdf);
    for number in 0..15 {
        app.stage_file(&photo(number)).expect("staged");
    }
    assert_eq!(code(app.stage_file(&pdf)), ErrorCode::PagesNotPictures);
    assert_eq!(code(app.stage_file(&photo(99))), ErrorCode::FileTooLarge);
    app.lock().expect("locked");
    assert_eq!(code(app.staged()), ErrorCode::NotReady);
}

/// A clock whose next look stages one more page, as another call of the window's does.
#[derive(Default)]
struct Meanwhile {
    clock: SystemClock,
    app: Mutex<Option<Arc<OnceLock<App>>>>,
}

impl Clock for Meanwhile {
    fn now(&self) -> i64 {
        let app = self.app.lock().expect("no panic").take();
        if let Some(app) = app.as_ref().and_then(|app| app.get()) {
            app.stage_file(&photo(3)).expect("staged");
        }
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn since_boot(&self) -> SinceBoot {
        self.clock.since_boot()
    }
}

#[test]
fn a_page_that_comes_while_the_others_become_a_paper_stays_for_the_next() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let clock = Arc::new(Meanwhile::default());
    let shared = Arc::new(OnceLock::new());
    let app = app_with(&fixture.home(), Arc::new(fixture.transport()), Arc::new(NoKeystore), clock.clone());
    let app = shared.get_or_init(|| app);
    app.unlock(&PASSPHRASE.into()).expect("opened");
    app.stage_file(&photo(1)).expect("staged");
    app.stage_file(&photo(2)).expect("staged");
    *clock.app.lock().expect("no panic") = Some(shared.clone());
    let id = app.keep_staged(&passport()).expect("kept").id;
    let page = app.paper_page(&PaperPageArgs { id, page: 0, width: 400 }).expect("drawn");
    assert_eq!(page.pages, 2, "those that were there");
    let [left] = app.staged().expect("read").try_into().expect("one page");
    assert!(app.staged_picture(&StagedPictureArgs { number: left.number, width: 400, whole: true }).is_ok());
    app.keep_staged(&passport()).expect("kept");
    assert!(app.staged().expect("read").is_empty());
}
