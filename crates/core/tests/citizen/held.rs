//! What waits for a request that is under way: the portal answers when the test lets it.

use std::sync::{Arc, Mutex, mpsc};

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, NoAnswer, Reply, Request, Transport};
use cds_wire::ipc::{CommandState, ErrorCode, Stage, Unsent};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

/// A portal that answers only when it is let.
struct Held(HttpTransport, Mutex<mpsc::Receiver<()>>, mpsc::Sender<()>);

impl Transport for Held {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        self.2.send(()).expect("the test listens");
        self.1.lock().expect("no panic").recv().map_err(|_| NoAnswer::Unreachable)?;
        self.0.send(request)
    }
}

fn held(fixture: &Fixture) -> (App, mpsc::Sender<()>, mpsc::Receiver<()>) {
    let (answer, answers) = mpsc::channel();
    let (asked, asks) = mpsc::channel();
    let transport = Held(fixture.transport(), Mutex::new(answers), asked);
    let app = app(&fixture.home(), Arc::new(transport), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    (app, answer, asks)
}

#[test]
fn a_lock_lets_go_of_the_key_with_the_request_that_is_under_way() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, answer, asks) = held(&fixture);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    std::thread::scope(|threads| {
        let syncing = threads.spawn(|| app.sync());
        asks.recv().expect("the portal is asked");
        app.lock().expect("locked");
        answer.send(()).expect("it answers");
        assert_eq!(code(syncing.join().expect("no panic")), ErrorCode::NotReady, "the photo is not sent any more");
    });
    let again = fixture.app(Arc::new(NoKeystore));
    again.unlock(&PASSPHRASE.into()).expect("nothing holds the account any more");
    again.sync().expect("in step");
    assert_eq!(again.outbox().expect("read").entries[0].state, CommandState::Received, "and nothing is lost");
}

#[test]
fn what_waited_for_the_line_when_the_app_was_locked_can_be_cancelled_without_the_portal() {
    let fixture = Fixture::start();
    let first = fixture.in_step();
    let card = first.papers().expect("read").into_iter().find(|paper| paper.title.reveal() == "Thẻ căn cước");
    let card = card.expect("the demonstration's card").id;
    drop(first);
    let (app, answer, asks) = held(&fixture);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    let state = |app: &App| app.outbox().expect("read").entries[0].state;
    std::thread::scope(|threads| {
        let opening = threads.spawn(|| app.paper_content(&card));
        asks.recv().expect("the paper is asked for");
        let syncing = threads.spawn(|| app.sync());
        while state(&app) != CommandState::Sent {
            std::thread::yield_now();
        }
        app.lock().expect("locked");
        answer.send(()).expect("it answers");
        assert_eq!(code(syncing.join().expect("no panic")), ErrorCode::NotReady, "the portal was not asked");
        drop(answer);
        let _ = opening.join().expect("no panic");
    });
    let again = fixture.offline();
    assert_eq!(state(&again), CommandState::Waiting, "nothing of it has left");
}

#[test]
fn signing_out_opens_nothing_that_was_locked_while_it_waited() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, answer, asks) = held(&fixture);
    std::thread::scope(|threads| {
        let syncing = threads.spawn(|| app.sync());
        asks.recv().expect("the portal is asked");
        let leaving = threads.spawn(|| app.sign_out(Unsent::Refuse));
        app.lock().expect("locked");
        answer.send(()).expect("it answers");
        let _ = syncing.join().expect("no panic");
        drop(answer);
        // Either the sign-out came before the lock, or it is refused; the vault is not open in any case.
        let _ = leaving.join().expect("no panic");
    });
    assert_ne!(app.stage().expect("a stage"), Stage::Unlocked);
}
