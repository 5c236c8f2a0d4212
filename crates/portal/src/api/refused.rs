//! How a route's note says what it refuses.

use std::collections::BTreeMap;

use cds_wire::portal::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

use super::reply::title;

/// Refusals with the [`codes`] of a set, for a route's note.
pub(super) struct Refused<const CODES: u32>;

/// A set of codes, one bit each.
pub(super) const fn codes(mut codes: &[ProblemCode]) -> u32 {
    let mut set = 0;
    while let [code, rest @ ..] = codes {
        set |= 1 << *code as u32;
        codes = rest;
    }
    set
}

impl<const CODES: u32> IntoResponses for Refused<CODES> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
        for code in ProblemCode::ALL.iter().filter(|code| CODES & self::codes(&[**code]) != 0) {
            by_status.entry(code.status()).or_default().push(*code);
        }
        by_status.into_iter().map(|(status, codes)| (status.to_string(), response(&codes).into())).collect()
    }
}

/// The answer with one of these codes, which have the same status.
fn response(codes: &[ProblemCode]) -> Response {
    let lines: Vec<String> = codes.iter().map(|code| format!("`{}`: {}", name(*code), title(*code))).collect();
    let problem = Content::new(Some(Ref::from_schema_name(Problem::name())));
    let response = ResponseBuilder::new().description(lines.join("\n\n")).content(PROBLEM_MEDIA_TYPE, problem);
    let number = |what: &str| HeaderBuilder::new().schema(Some(u64::schema())).description(Some(what)).build();
    match codes {
        [ProblemCode::TusVersionUnsupported] => {
            let version = HeaderBuilder::new().schema(Some(String::schema())).description(Some("`1.0.0`.")).build();
            response.header("Tus-Version", version)
        }
        [ProblemCode::OffsetWrong] => response.header("Upload-Offset", number("Bytes that are there.")),
        codes if codes.contains(&ProblemCode::TooManyRequests) => {
            response.header("Retry-After", number("Seconds to wait, with `too_many_requests`."))
        }
        _ => response,
    }
    .build()
}

/// The code as it travels.
fn name(code: ProblemCode) -> String {
    serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}
