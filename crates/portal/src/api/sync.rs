//! `POST /v1/sync`.

mod offers;
pub(crate) mod page;

pub(super) use offers::negotiate;

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use cds_identity::numbers_digest;
use cds_wire::portal::command::limit;
use cds_wire::portal::{
    Command, CommandResult, CommandStatus, MEDIA_TYPE, ProblemCode, ResultCode, SCHEMA, SYNC_PATH, SyncRequest,
    SyncResponse,
};

use super::auth::authenticate;
use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking, read};
use crate::storage::{Device, StorageError};
use crate::{Environment, command, payment, status};

/// Most answers beyond those to the request's own commands.
pub(crate) const MAX_RESULTS: usize = 500;

/// Takes in commands, says where blobs go, and gives the page of changes after the caller's cursor.
#[utoipa::path(
    post,
    path = SYNC_PATH,
    tag = "synchronisation",
    security(("token" = [])),
    request_body(content = SyncRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "Results, changes and places.", body = SyncResponse, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::CursorInvalid,
            ProblemCode::SchemaUnsupported,
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::TooManyCommands,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn sync(
    State(environment): State<Environment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<SyncResponse>, Refusal> {
    blocking(move || {
        let device = authenticate(&environment, &headers)?;
        let request: SyncRequest = read(body)?;
        Ok(Reply(answer(&environment, &device, &request)?))
    })
    .await
}

/// What a device's synchronisation is answered.
pub(crate) fn answer(
    environment: &Environment,
    device: &Device,
    request: &SyncRequest,
) -> Result<SyncResponse, Refusal> {
    check(request)?;
    let Environment { storage, rng, clock, keys, .. } = environment;
    status::keep_fresh(&**storage, &**rng, &**clock, keys)?;
    let cursor = page::read(environment, device, request.cursor.as_deref())?;
    let answers = receive(environment, device, request)?;
    // A command may have ended what others waited behind.
    command::resume(environment, &device.account)?;
    payment::ask_about(environment, &device.account)?;
    command::acknowledge(environment, device, request.ack_seq)?;
    let uploads = offers::answer(environment, device, request.offers.iter().take(limit::OFFERS))?;
    let (results, last_seq, safe_seq) = results(environment, device, request.ack_seq, answers)?;
    let page = page::page(environment, device, cursor, request.max_bytes)?;
    let from_the_beginning = request.cursor.is_none() || page.reset.is_some();
    let numbers = if from_the_beginning && last_seq > 0 { Some(numbers(environment, device, last_seq)?) } else { None };
    Ok(SyncResponse {
        now: environment.clock.now(),
        cursor: page.cursor,
        has_more: page.has_more,
        last_seq,
        safe_seq,
        numbers,
        results,
        changes: page.changes,
        uploads,
        reset: page.reset,
        retry_after: None,
    })
}

fn check(request: &SyncRequest) -> Result<(), Refusal> {
    if request.schema != SCHEMA {
        return Err(ProblemCode::SchemaUnsupported.into());
    }
    if request.commands.len() > limit::COMMANDS { Err(ProblemCode::TooManyCommands.into()) } else { Ok(()) }
}

/// Takes in the commands in the order of their numbers, in which each finds those it was made after. Where one could
/// not be recorded, those after it in its stream are not either: they would take effect without it.
fn receive(
    environment: &Environment,
    device: &Device,
    request: &SyncRequest,
) -> Result<Vec<CommandResult>, StorageError> {
    command::forestall(environment, device, &request.commands)?;
    let mut commands: Vec<&Command> = request.commands.iter().collect();
    commands.sort_by_key(|command| command.seq);
    let mut answers = Vec::with_capacity(commands.len());
    let mut barred = BTreeMap::new();
    for command in commands {
        let answer = match barred.get(&command.stream) {
            Some(code) => command::unrecorded(device, command, *code),
            None => command::receive(environment, device, command, request.ack_seq)?,
        };
        if let Some(code @ (ResultCode::DeviceFork | ResultCode::SignatureInvalid)) = answer.code {
            barred.insert(&command.stream, code);
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// The answers to the request's commands as they stand now, then those of the device's others that it may not know; with
/// the device's numbers.
fn results(
    environment: &Environment,
    device: &Device,
    ack_seq: u64,
    answers: Vec<CommandResult>,
) -> Result<(Vec<CommandResult>, u64, Option<u64>), StorageError> {
    environment.storage.read(|tx| {
        let mut results = Vec::with_capacity(answers.len());
        for answer in answers {
            // What waited when it came may have ended since, by a later command or a refused offer.
            let now = match answer.status {
                CommandStatus::Deferred => tx.arrival(&device.id, answer.seq)?,
                _ => None,
            };
            results.push(now.map_or(answer, |arrival| arrival.result()));
        }
        let device = tx.device(&device.id)?.ok_or(StorageError::Damaged("device"))?;
        // Where the portal was restored, the device knows of more than is final here: what it does not find named, it
        // would send again.
        let known = ack_seq.min(device.last_seq);
        for other in tx.results(&device.id, known, MAX_RESULTS)? {
            if !results.iter().any(|result| result.seq == other.seq && result.id == other.id) {
                results.push(other);
            }
        }
        Ok((results, device.last_seq, device.safe_seq))
    })
}

/// By this a device that was not there when the portal was restored finds that another one lives by its numbers, or that
/// something ended otherwise than it was told.
fn numbers(environment: &Environment, device: &Device, last_seq: u64) -> Result<cds_wire::Bytes, StorageError> {
    let numbered = environment.storage.read(|tx| tx.numbered(&device.id, last_seq))?;
    Ok(cds_wire::Bytes(numbers_digest(numbered.iter().map(|(id, applied)| (id.as_str(), *applied))).to_vec()))
}
