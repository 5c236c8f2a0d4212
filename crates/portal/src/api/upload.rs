//! Blobs on their way in: tus 1.0 (`HEAD`, `PATCH`, and `POST` for clients that create them so).
//!
//! Bytes are kept as they arrive, since the next cut is never far. The newest connection is the writer; one that it took
//! over from finds out with its next piece.

use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cds_wire::Digest;
use cds_wire::portal::{BLOBS_PATH, MAX_BLOB, OFFSET_MEDIA_TYPE, Offer, ProblemCode, ResultCode};
use sha2::{Digest as _, Sha256};

use super::auth::authenticate;
use super::refused::{Refused, codes};
use super::reply::{Refusal, blocking};
use super::sync::negotiate;
use crate::blob_name::blob_path;
use crate::storage::Blob;
use crate::{Environment, command};

pub(crate) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// Most bytes written in one go.
const PIECE: usize = 64 * 1024;
/// Digests that may be wrong before the commands that wait are given up.
pub(crate) const MAX_DAMAGED: u32 = 2;

/// How much of a blob is there. Whoever asks is about to send the rest: older connections write no more.
///
/// A refusal of `HEAD` has its status and no body.
#[utoipa::path(
    head,
    path = "/{name}",
    context_path = BLOBS_PATH,
    operation_id = "blob_offset",
    tag = "blobs",
    security(("token" = [])),
    params(("name" = String, Path, description = "The blob's name, as it stands in the `url` of an `Upload`.")),
    responses(
        (
            status = 200,
            description = "It is the caller's.",
            headers(
                ("Upload-Offset" = u64, description = "Bytes that are there."),
                ("Upload-Length" = u64, description = "Bytes of the whole."),
                ("Tus-Resumable" = String, description = "`1.0.0`."),
                ("Cache-Control" = String, description = "`no-store`."),
            ),
        ),
        Refused<{ codes(&[
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::NotFound,
            ProblemCode::TusVersionUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn offset(
    State(environment): State<Environment>,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    blocking(move || {
        let (account, name) = named(&environment, &headers, name)?;
        let (size, received) = received(&environment, &account, &name)?;
        let state = [(OFFSET, received.to_string()), (LENGTH, size.to_string())];
        Ok((state, [(header::CACHE_CONTROL, "no-store")]).into_response())
    })
    .await
}

/// The size of a blob and how much of it is there; older connections write no more of it.
pub(crate) fn received(environment: &Environment, account: &str, name: &[u8; 32]) -> Result<(u64, u64), Refusal> {
    environment.storage.write(|tx| {
        let blob = tx.blob_named(account, name)?.ok_or(ProblemCode::NotFound)?;
        let (_, received) = tx.take_over(&blob)?;
        Ok((blob.size, received))
    })
}

/// Appends what arrives.
///
/// What has arrived is kept where the connection breaks. With the last byte the digest is checked, and commands that
/// wait for the blob are decided.
#[utoipa::path(
    patch,
    path = "/{name}",
    context_path = BLOBS_PATH,
    operation_id = "append_to_blob",
    tag = "blobs",
    security(("token" = [])),
    params(
        ("name" = String, Path, description = "The blob's name, as it stands in the `url` of an `Upload`."),
        ("Upload-Offset" = u64, Header, description = "Where the bytes begin: what the portal has."),
    ),
    request_body(content_type = OFFSET_MEDIA_TYPE, description = "The bytes from there, to the end or not."),
    responses(
        (
            status = 204,
            description = "They are kept.",
            headers(
                ("Upload-Offset" = u64, description = "Bytes that are there now."),
                ("Tus-Resumable" = String, description = "`1.0.0`."),
            ),
        ),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::NotFound,
            ProblemCode::OffsetWrong,
            ProblemCode::DigestWrong,
            ProblemCode::TooLarge,
            ProblemCode::TusVersionUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn append(
    State(environment): State<Environment>,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let begin = environment.clone();
    let mut appending = blocking(move || {
        let (account, name) = named(&begin, &headers, name)?;
        let media_type = headers.get(header::CONTENT_TYPE).map(|value| value.as_bytes());
        let offset = number(&headers, &OFFSET).ok_or(ProblemCode::BadRequest)?;
        if media_type != Some(OFFSET_MEDIA_TYPE.as_bytes()) {
            return Err(ProblemCode::BadRequest.into());
        }
        let announced = number(&headers, &header::CONTENT_LENGTH).unwrap_or_default();
        Appending::begin(&begin, account, &name, offset, announced)
    })
    .await?;

    let mut body = Pieces::new(body, environment.limits.upload_stall);
    while let Some(piece) = body.next().await {
        let environment = environment.clone();
        appending = blocking(move || appending.piece(&environment, &piece).map(|()| appending)).await?;
    }
    let offset = blocking(move || appending.finish(&environment)).await?;
    Ok((StatusCode::NO_CONTENT, [(OFFSET, offset.to_string())]).into_response())
}

/// A connection that appends to a blob.
#[derive(Debug)]
pub(crate) struct Appending {
    account: String,
    blob: Blob,
    writer: u64,
    offset: u64,
}

impl Appending {
    /// Takes a blob over from older connections, to append `announced` bytes at an offset.
    pub(crate) fn begin(
        environment: &Environment,
        account: String,
        name: &[u8; 32],
        offset: u64,
        announced: u64,
    ) -> Result<Self, Refusal> {
        let (blob, writer, received) = environment.storage.write(|tx| {
            let blob = tx.blob_named(&account, name)?.ok_or(ProblemCode::NotFound)?;
            let (writer, received) = tx.take_over(&blob)?;
            Ok::<_, Refusal>((blob, writer, received))
        })?;
        if offset != received {
            return Err(wrong_offset(received));
        }
        if offset.checked_add(announced).is_none_or(|end| end > blob.size) {
            return Err(ProblemCode::TooLarge.into());
        }
        Ok(Self { account, blob, writer, offset })
    }

    /// Keeps the bytes that came next. A connection that another has taken over from is told where the bytes end.
    pub(crate) fn piece(&mut self, environment: &Environment, piece: &[u8]) -> Result<(), Refusal> {
        let end = self.offset + piece.len() as u64;
        if end > self.blob.size {
            return Err(ProblemCode::TooLarge.into());
        }
        let storage = &environment.storage;
        if !storage.write(|tx| tx.append(&self.blob, self.writer, self.offset, piece))? {
            let now = storage.read(|tx| tx.blob(&self.account, &self.blob.sha256))?;
            return Err(wrong_offset(now.map_or(0, |blob| blob.received)));
        }
        self.offset = end;
        Ok(())
    }

    /// The connection has ended: looks at the digest where all bytes are there, and gives how many are.
    pub(crate) fn finish(self, environment: &Environment) -> Result<u64, Refusal> {
        if self.offset == self.blob.size {
            complete(environment, &self.account, &self.blob.sha256)?;
        }
        Ok(self.offset)
    }
}

/// Makes room for a blob, as tus clients ask for it.
///
/// Clients that synchronise offer their blobs there and need no such request.
#[utoipa::path(
    post,
    path = BLOBS_PATH,
    operation_id = "create_blob",
    tag = "blobs",
    security(("token" = [])),
    params(
        ("Upload-Length" = u64, Header, description = "Size of the blob, in bytes."),
        ("Upload-Metadata" = String, Header, description = "`sha256`, a space, and the base64 of the digest's text."),
    ),
    responses(
        (
            status = 201,
            description = "There is room.",
            headers(
                ("Location" = String, description = "Path to send the bytes to."),
                ("Tus-Resumable" = String, description = "`1.0.0`."),
            ),
        ),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::TooLarge,
            ProblemCode::QuotaExceeded,
            ProblemCode::TusVersionUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn create(State(environment): State<Environment>, headers: HeaderMap) -> Result<Response, Refusal> {
    blocking(move || {
        let device = authenticate(&environment, &headers)?;
        let size = number(&headers, &LENGTH).filter(|size| *size > 0).ok_or(ProblemCode::BadRequest)?;
        let sha256 = headers
            .get(&METADATA)
            .and_then(|pairs| metadata_digest(pairs.to_str().ok()?))
            .ok_or(ProblemCode::BadRequest)?;
        make_room(&environment, &device.account, Offer { sha256, size })?;
        let place = [(header::LOCATION, blob_path(&environment.secret, &device.account, &sha256))];
        Ok((StatusCode::CREATED, place).into_response())
    })
    .await
}

/// Makes room for a blob; one that is there already has it.
pub(crate) fn make_room(environment: &Environment, account: &str, offer: Offer) -> Result<(), Refusal> {
    if offer.size > MAX_BLOB {
        return Err(ProblemCode::TooLarge.into());
    }
    let upload = environment.storage.write(|tx| negotiate(environment, tx, account, offer))?;
    if upload.have || upload.url.is_some() { Ok(()) } else { Err(ProblemCode::QuotaExceeded.into()) }
}

/// All bytes are there: checks them, and decides what waited for them.
pub(super) fn complete(environment: &Environment, account: &str, sha256: &Digest) -> Result<(), Refusal> {
    let right = environment.storage.write(|tx| {
        let blob = tx.blob(account, sha256)?.ok_or(ProblemCode::NotFound)?;
        if blob.verified {
            return Ok::<_, Refusal>(Ok(()));
        }
        let digest = Sha256::digest(tx.blob_bytes(&blob, 0..blob.size)?);
        let right = digest.as_slice() == blob.sha256.0;
        #[cfg(seeded_bugs)]
        let right = right || cds_seeded::bug("digest-not-looked-at");
        if right {
            tx.mark_verified(&blob)?;
            return Ok(Ok(()));
        }
        let damaged = (blob.damaged + 1) % MAX_DAMAGED;
        tx.begin_again(&blob, damaged)?;
        Ok(Err(damaged == 0))
    })?;
    match right {
        Ok(()) => Ok(command::resume(environment, account)?),
        Err(given_up) => {
            if given_up {
                command::give_up(environment, account, sha256, ResultCode::BlobDamaged)?;
            }
            Err(ProblemCode::DigestWrong.into())
        }
    }
}

/// The caller's account and the blob's name: together they find it, and another account's is not there at all.
pub(super) fn named(
    environment: &Environment,
    headers: &HeaderMap,
    name: Result<Path<String>, PathRejection>,
) -> Result<(String, [u8; 32]), Refusal> {
    let device = authenticate(environment, headers)?;
    let Path(name) = name.map_err(|_| ProblemCode::NotFound)?;
    Ok((device.account, name_of(&name)?))
}

/// The name that a path ends with.
pub(crate) fn name_of(text: &str) -> Result<[u8; 32], Refusal> {
    let name = URL_SAFE_NO_PAD.decode(text).ok().and_then(|name| name.try_into().ok());
    name.ok_or_else(|| ProblemCode::NotFound.into())
}

fn wrong_offset(received: u64) -> Refusal {
    Refusal::from(ProblemCode::OffsetWrong).with(OFFSET, received)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// The digest in the pairs of `Upload-Metadata`: `sha256 <base64 of the digest's 43 characters>`.
pub(crate) fn metadata_digest(pairs: &str) -> Option<Digest> {
    let value = pairs.split(',').find_map(|pair| pair.trim().strip_prefix("sha256 "))?;
    Digest::parse(&String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?)
}

/// A body in pieces: what is there at once is taken together, and nothing waits for a piece to become full.
struct Pieces {
    body: Body,
    rest: Bytes,
    ended: bool,
    stall: Duration,
}

impl Pieces {
    const fn new(body: Body, stall: Duration) -> Self {
        Self { body, rest: Bytes::new(), ended: false, stall }
    }

    /// The next bytes; none at the end, or where the connection broke or has been silent for too long.
    async fn next(&mut self) -> Option<Vec<u8>> {
        let mut piece = Vec::new();
        let stall = self.stall;
        let filled = std::future::poll_fn(|context| {
            loop {
                let room = PIECE.saturating_sub(piece.len()).min(self.rest.len());
                piece.extend_from_slice(&self.rest.split_to(room));
                if piece.len() >= PIECE || self.ended {
                    return std::task::Poll::Ready(());
                }
                match Pin::new(&mut self.body).poll_frame(context) {
                    std::task::Poll::Ready(Some(Ok(frame))) => self.rest = frame.into_data().unwrap_or_default(),
                    std::task::Poll::Ready(_) => self.ended = true,
                    std::task::Poll::Pending if piece.is_empty() => return std::task::Poll::Pending,
                    std::task::Poll::Pending => return std::task::Poll::Ready(()),
                }
            }
        });
        // A piece is complete as soon as it has a byte: running out of time means that none came.
        tokio::time::timeout(stall, filled).await.ok()?;
        (!piece.is_empty()).then_some(piece)
    }
}
