//! Links that stand still, portals that ask to be left alone, and what may come between the pieces of a long upload.

use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, Method, NoAnswer, Reply, Request, Timing, Transport};
use cds_wire::ipc::{CommandState, DraftArgs, ErrorCode};
use cds_wire::paper::PaperKind;
use cds_wire::portal::{PROBLEM_MEDIA_TYPE, SYNC_PATH};

use crate::fixture::*;

/// What becomes of an exchange, which is asked with its number and the app.
type Fate = Box<dyn FnMut(usize, &Request, &Arc<App>) -> Option<Result<Reply, NoAnswer>> + Send>;

/// A link under a test's hands. What it says nothing about reaches the portal.
struct Handled {
    portal: HttpTransport,
    app: OnceLock<Weak<App>>,
    fate: Mutex<(usize, Fate)>,
    /// Method of each exchange, and whether it was a synchronisation.
    log: Mutex<Vec<(Method, bool)>>,
}

impl Transport for Handled {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        self.log.lock().expect("no panic").push((request.method, request.path == SYNC_PATH));
        let app = self.app.get().and_then(Weak::upgrade).expect("the app is open");
        let mut fate = self.fate.lock().expect("no panic");
        let number = fate.0;
        fate.0 += 1;
        let answer = (fate.1)(number, &request, &app);
        drop(fate);
        answer.unwrap_or_else(|| self.portal.send(request))
    }
}

fn handled(
    fixture: &Fixture,
    fate: impl FnMut(usize, &Request, &Arc<App>) -> Option<Result<Reply, NoAnswer>> + Send + 'static,
) -> (Arc<App>, Arc<Handled>) {
    let (fate, log) = (Mutex::new((0, Box::new(fate) as Fate)), Mutex::new(Vec::new()));
    let link = Arc::new(Handled { portal: fixture.transport(), app: OnceLock::new(), fate, log });
    let app = Arc::new(app(&fixture.home(), link.clone(), Arc::new(NoKeystore)));
    link.app.set(Arc::downgrade(&app)).expect("the first");
    app.unlock(&PASSPHRASE.into()).expect("opened");
    (app, link)
}

fn file(app: &App, photo: Option<&[u8]>) {
    let fields = [("ho_ten".to_owned(), "Lý Thị Mai".into())].into();
    let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    let draft = app.save_draft(&args).expect("saved").id;
    if let Some(photo) = photo {
        app.attach(&draft, "giay_chung_sinh", photo).expect("attached");
    }
    app.confirm(&draft).expect("confirmed");
}

fn states(app: &App) -> Vec<CommandState> {
    app.outbox().expect("read").entries.iter().map(|entry| entry.state).collect()
}

#[test]
fn a_link_that_stands_still_is_dialled_anew_within_the_synchronisation() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    // The first request, the first piece, the question after it, and another piece stand still.
    let (app, link) = handled(&fixture, |n, _, _| matches!(n, 0 | 2 | 3 | 5).then_some(Err(NoAnswer::Stalled)));
    file(&app, Some(&photo(1)));
    app.sync().expect("in step");
    assert_eq!(states(&app), [CommandState::Received]);
    assert_eq!(fixture.filed_at_office(), 1);
    let log = link.log.lock().expect("no panic").clone();
    let (sync, piece, place) = ((Method::Post, true), (Method::Patch, false), (Method::Head, false));
    assert_eq!(log[..7], [sync, sync, piece, place, place, piece, place], "where the portal's bytes end is asked anew");
}

#[test]
fn a_link_that_never_moves_is_left_to_the_next_time_and_what_may_have_arrived_stays_frozen() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, link) = handled(&fixture, |n, _, _| Some(Err(if n < 5 { NoAnswer::Stalled } else { NoAnswer::NotSent })));
    file(&app, None);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(link.log.lock().expect("no panic").len(), 5);
    assert_eq!(states(&app), [CommandState::Sent], "the portal may have it");
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(states(&app), [CommandState::Sent], "it may still");
}

#[test]
fn what_stood_still_first_may_have_arrived_although_the_second_try_never_left() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, _) = handled(&fixture, |n, _, _| Some(Err(if n == 0 { NoAnswer::Stalled } else { NoAnswer::NotSent })));
    file(&app, None);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(states(&app), [CommandState::Sent]);
}

#[test]
fn a_long_upload_gives_way_to_what_is_confirmed_meanwhile() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, link) = handled(&fixture, |n, request, app| {
        if n == 1 {
            assert_eq!(request.method, Method::Patch);
            file(app, None);
        }
        None
    });
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    app.sync().expect("in step");
    assert_eq!(states(&app), [CommandState::Received, CommandState::Received]);
    let log = link.log.lock().expect("no panic").clone();
    let (sync, piece) = ((Method::Post, true), (Method::Patch, false));
    assert_eq!(log[..4], [sync, piece, sync, piece], "asked after the piece that was under way, then it goes on");
}

#[test]
fn a_paper_opens_while_an_upload_is_under_way() {
    let fixture = Fixture::start();
    let first = fixture.in_step();
    let card = first.papers().expect("read").into_iter().find(|paper| paper.title.reveal() == "Thẻ căn cước");
    let card = card.expect("the demonstration's card").id;
    drop(first);
    let opened = Arc::new(Mutex::new(None));
    let (app, link) = handled(&fixture, {
        let opened = Arc::clone(&opened);
        move |n, _, app| {
            if n == 1 {
                let app = Arc::clone(app);
                let card = card.clone();
                *opened.lock().expect("no panic") = Some(std::thread::spawn(move || app.paper_content(&card)));
            }
            None
        }
    });
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    app.sync().expect("in step");
    let opened = opened.lock().expect("no panic").take().expect("it was opened");
    opened.join().expect("no panic").expect("its content");
    assert!(link.log.lock().expect("no panic").contains(&(Method::Get, false)));
}

#[test]
fn a_portal_that_asks_to_be_left_alone_is() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, _) = handled(&fixture, |_, _, _| {
        let body = br#"{"code":"too_many_tries","status":429,"title":""}"#.to_vec();
        let retry_after = Some(Duration::from_secs(600));
        let (media_type, timing) = (PROBLEM_MEDIA_TYPE.to_owned(), Timing::default());
        Some(Ok(Reply { status: 429, media_type, upload_offset: None, retry_after, body, timing }))
    });
    file(&app, None);
    assert_eq!(code(app.sync()), ErrorCode::TooManyTries);
    let pulse = app.pulse().expect("a pulse");
    let wait = pulse.next_try.expect("a next try") - pulse.now;
    assert!((590_000..=600_000).contains(&wait), "{wait} ms");
    assert_eq!(pulse.waiting, 1);
}
