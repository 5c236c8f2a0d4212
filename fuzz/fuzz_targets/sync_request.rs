//! What a device, or whoever has its token, sends the portal.
//!
//! The commands are signed first, since the way behind a wrong signature is short. Whatever is sent, the portal answers
//! with a page or a known refusal; and the same request again gets the same results and has no further effect.

#![no_main]

use cds_fuzz::{TOKEN, portal, same, signed};
use cds_portal::plain::{Answer, Method, Request, answer};
use cds_wire::portal::{Change, CommandResult, Problem, ProblemCode, SYNC_PATH, SyncRequest, SyncResponse};
use libfuzzer_sys::fuzz_target;

fn asked(environment: &cds_portal::Environment, body: &[u8]) -> Result<SyncResponse, ProblemCode> {
    let request =
        Request { method: Method::Post, path: SYNC_PATH, bearer: Some(TOKEN), upload_offset: None, range: None, body };
    let Answer { status, body, .. } = answer(environment, &request);
    if status == 200 {
        return Ok(cds_fuzz::read(&body).expect("a page"));
    }
    let problem: Problem = cds_fuzz::read(&body).expect("a problem");
    assert_eq!(problem.status, status);
    assert_ne!(problem.code, ProblemCode::Internal, "the portal failed");
    Err(problem.code)
}

/// What the portal has of the citizen's.
fn effects(page: &SyncResponse) -> Vec<&Change> {
    page.changes.iter().filter(|change| change.kind != CommandResult::KIND).collect()
}

fuzz_target!(|data: &[u8]| {
    let environment = portal();
    let Some(request) = cds_fuzz::read::<SyncRequest>(data) else {
        assert_eq!(asked(&environment, data).err(), Some(ProblemCode::BadRequest));
        return;
    };
    let commands: Vec<_> = request.commands.into_iter().map(signed).collect();
    let sent = commands.len();
    let request = SyncRequest { cursor: None, max_bytes: u32::MAX, commands, ..request };
    let body = serde_json::to_vec(&request).expect("it has a form");
    let Ok(first) = asked(&environment, &body) else { return };
    let second = asked(&environment, &body).expect("as before");
    assert!(first.results.len() >= sent, "a command without an answer");
    same("results", &first.results[..sent].to_vec(), &second.results[..sent].to_vec());
    same("numbers", &first.last_seq, &second.last_seq);
    same("effects", &effects(&first), &effects(&second));
    if second.has_more {
        return;
    }
    // The cursor goes on from there: nothing follows.
    let after = SyncRequest { cursor: Some(second.cursor.clone()), commands: vec![], offers: vec![], ..request };
    let after = asked(&environment, &serde_json::to_vec(&after).expect("it has a form")).expect("its own cursor");
    same("what follows", &after.changes, &vec![]);
    same("reset", &after.reset, &None);
});
