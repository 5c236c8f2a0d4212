//! The portal as plain functions: one call per request, without HTTP, threads or waiting.
//!
//! The HTTP side answers by the same functions. The simulation of synchronisation calls these, so that whatever it
//! delivers, cuts or repeats meets the real gateway over the real database.

use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

use axum::http::header;
use cds_wire::portal::{
    BLOB_MEDIA_TYPE, BLOBS_PATH, CATALOGUE_PATH, MEDIA_TYPE, OTP_PATH, OtpRequest, PROBLEM_MEDIA_TYPE, ProblemCode,
    SIGN_IN_PATH, STATUS_PATH, SYNC_PATH, SignInRequest, SyncRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Environment;
use crate::api::auth::device_of;
use crate::api::reply::Refusal;
use crate::api::upload::{self, Appending};
use crate::api::{blobs, catalogue, sign_in, status, sync};
use crate::storage::Device;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks how far an upload is.
    Head,
    /// Sends a message.
    Post,
    /// Appends to an upload.
    Patch,
}

/// A request, as it arrives.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What it does.
    pub method: Method,
    /// Its path.
    pub path: &'a str,
    /// The bearer token.
    pub bearer: Option<&'a str>,
    /// Where the bytes of an upload begin.
    pub upload_offset: Option<u64>,
    /// The bytes that are asked for.
    pub range: Option<&'a Range<u64>>,
    /// JSON, or the bytes of an upload.
    pub body: &'a [u8],
}

/// An answer, as it leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Its media type; empty where there is no body.
    pub media_type: &'static str,
    /// How far an upload is.
    pub upload_offset: Option<u64>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

/// Answers a request that has arrived whole.
pub fn answer(environment: &Environment, request: &Request<'_>) -> Answer {
    answered(environment, request).unwrap_or_else(refused)
}

fn answered(environment: &Environment, request: &Request<'_>) -> Result<Answer, Refusal> {
    match (request.method, request.path) {
        (Method::Post, SYNC_PATH) => {
            let device = caller(environment, request)?;
            message(&sync::answer(environment, &device, &read::<SyncRequest>(request)?)?)
        }
        (Method::Post, OTP_PATH) => {
            let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
            message(&sign_in::send_otp(environment, address, &read::<OtpRequest>(request)?)?)
        }
        (Method::Post, SIGN_IN_PATH) => message(&sign_in::enter(environment, &read::<SignInRequest>(request)?)?),
        (Method::Patch, _) => {
            let mut upload = Upload::begun(environment, request, request.body.len() as u64)?;
            upload.0.piece(environment, request.body)?;
            upload.finished(environment)
        }
        (Method::Head, _) => {
            let (account, name) = named(environment, request)?;
            let (_, received) = upload::received(environment, &account, &name)?;
            Ok(Answer { upload_offset: Some(received), ..empty(200) })
        }
        (Method::Get, path) => match (below(path, CATALOGUE_PATH), below(path, STATUS_PATH)) {
            (Some(digest), _) => {
                let pack = catalogue::known(environment, digest)?;
                part(request, pack.size, |range| Ok(environment.storage.read(|tx| tx.read_pack(&pack, range))?))
            }
            (None, Some(digest)) => {
                let list = status::known(environment, digest)?;
                part(request, list.len() as u64, |range| status::part(&list, range))
            }
            (None, None) => {
                let (account, name) = named(environment, request)?;
                environment.storage.read(|tx| {
                    let blob = blobs::verified(tx, &account, &name)?;
                    part(request, blob.size, |range| Ok(tx.blob_bytes(&blob, range)?))
                })
            }
        },
        (Method::Post, _) => Err(ProblemCode::NotFound.into()),
    }
}

/// An upload whose bytes arrive little by little, over a connection that may break, or be taken over, in between.
#[derive(Debug)]
pub struct Upload(Appending);

impl Upload {
    /// The head of the request has arrived; it says that `announced` bytes follow.
    pub fn begin(environment: &Environment, request: &Request<'_>, announced: u64) -> Result<Self, Answer> {
        Self::begun(environment, request, announced).map_err(refused)
    }

    /// Some bytes of the body have arrived.
    pub fn piece(&mut self, environment: &Environment, bytes: &[u8]) -> Result<(), Answer> {
        self.0.piece(environment, bytes).map_err(refused)
    }

    /// No more bytes come, whether these were all or the connection broke.
    pub fn finish(self, environment: &Environment) -> Answer {
        self.finished(environment).unwrap_or_else(refused)
    }

    fn begun(environment: &Environment, request: &Request<'_>, announced: u64) -> Result<Self, Refusal> {
        let (account, name) = named(environment, request)?;
        let offset = request.upload_offset.ok_or(ProblemCode::BadRequest)?;
        Appending::begin(environment, account, &name, offset, announced).map(Self)
    }

    fn finished(self, environment: &Environment) -> Result<Answer, Refusal> {
        let offset = self.0.finish(environment)?;
        Ok(Answer { upload_offset: Some(offset), ..empty(204) })
    }
}

fn caller(environment: &Environment, request: &Request<'_>) -> Result<Device, Refusal> {
    device_of(environment, request.bearer.ok_or(ProblemCode::Unauthorized)?)
}

/// The caller's account, and the name of the blob that the path is of.
fn named(environment: &Environment, request: &Request<'_>) -> Result<(String, [u8; 32]), Refusal> {
    let device = caller(environment, request)?;
    let name = below(request.path, BLOBS_PATH).ok_or(ProblemCode::NotFound)?;
    Ok((device.account, upload::name_of(name)?))
}

/// What follows a folder in a path.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

fn read<T: DeserializeOwned>(request: &Request<'_>) -> Result<T, Refusal> {
    serde_json::from_slice(request.body).map_err(|_| ProblemCode::BadRequest.into())
}

fn message<T: Serialize>(message: &T) -> Result<Answer, Refusal> {
    let body = serde_json::to_vec(message).map_err(|_| ProblemCode::Internal)?;
    Ok(Answer { media_type: MEDIA_TYPE, body, ..empty(200) })
}

/// The part of a content that is asked for.
fn part(
    request: &Request<'_>,
    size: u64,
    bytes: impl FnOnce(Range<u64>) -> Result<Vec<u8>, Refusal>,
) -> Result<Answer, Refusal> {
    let Some(range) = request.range else {
        return Ok(Answer { media_type: BLOB_MEDIA_TYPE, body: bytes(0..size)?, ..empty(200) });
    };
    let range = range.start..range.end.min(size);
    if range.is_empty() {
        return Err(ProblemCode::RangeUnsatisfiable.into());
    }
    Ok(Answer { media_type: BLOB_MEDIA_TYPE, body: bytes(range)?, ..empty(206) })
}

const fn empty(status: u16) -> Answer {
    Answer { status, media_type: "", upload_offset: None, retry_after: None, body: Vec::new() }
}

fn refused(refusal: Refusal) -> Answer {
    Answer {
        media_type: PROBLEM_MEDIA_TYPE,
        upload_offset: refusal.number(&upload::OFFSET),
        retry_after: refusal.number(&header::RETRY_AFTER),
        body: serde_json::to_vec(&refusal.problem()).unwrap_or_default(),
        ..empty(refusal.code().status())
    }
}
