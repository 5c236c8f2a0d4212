//! Serving a part of something that never changes (RFC 9110 §14): so that a download continues where it broke off.

use std::ops::Range;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cds_wire::portal::{BLOB_MEDIA_TYPE, ProblemCode};

use super::reply::Refusal;

/// `Cache-Control` of what is named by its digest and is everybody's: for anyone's cache, for a year.
pub(super) const PUBLIC_CACHE: &str = "public, max-age=31536000, immutable";

/// The bytes asked for; none for all of them.
///
/// What is asked for is a hint: a range of another kind, of no readable form, of several parts, or conditioned on
/// another content than `etag` is answered with everything. Only a range beyond the end is refused.
pub(crate) fn requested_range(headers: &HeaderMap, size: u64, etag: &str) -> Result<Option<Range<u64>>, Refusal> {
    if headers.get(header::IF_RANGE).is_some_and(|condition| condition.as_bytes() != etag.as_bytes()) {
        return Ok(None);
    }
    let Some((first, last)) = headers.get(header::RANGE).and_then(|range| bounds(range.to_str().ok()?)) else {
        return Ok(None);
    };
    let range = match (first, last) {
        (Some(first), Some(last)) if last < first => return Ok(None),
        (Some(first), last) => first..last.map_or(size, |last| last.saturating_add(1).min(size)),
        (None, Some(length)) => size.saturating_sub(length)..size,
        (None, None) => return Ok(None),
    };
    if range.is_empty() { Err(ProblemCode::RangeUnsatisfiable.into()) } else { Ok(Some(range)) }
}

/// First and last byte of `bytes=first-last`; of `bytes=-length` the length alone.
fn bounds(range: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(Some(digits.parse().unwrap_or(u64::MAX))),
        _ => None,
    };
    unit.eq_ignore_ascii_case("bytes").then_some((number(first)?, number(last)?))
}

/// The answer that carries these bytes: the whole content, or the range of it that was asked for.
pub(super) fn content(
    bytes: Vec<u8>,
    range: Option<&Range<u64>>,
    size: u64,
    etag: &str,
    cache: &'static str,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, BLOB_MEDIA_TYPE.to_owned()),
        (header::ETAG, etag.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
    ];
    match range {
        Some(range) => {
            let part = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
            (StatusCode::PARTIAL_CONTENT, headers, [(header::CONTENT_RANGE, part)], bytes).into_response()
        }
        None => (headers, bytes).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    const ETAG: &str = "\"abc\"";

    fn ask(range: &str, condition: Option<&str>, size: u64) -> Result<Option<Range<u64>>, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_str(range).expect("a header"));
        if let Some(condition) = condition {
            headers.insert(header::IF_RANGE, HeaderValue::from_str(condition).expect("a header"));
        }
        requested_range(&headers, size, ETAG)
    }

    fn check(range: &str, expected: Option<Range<u64>>) {
        assert_eq!(ask(range, None, 100).expect("satisfiable"), expected, "{range}");
    }

    #[test]
    fn a_single_range_is_served() {
        check("bytes=0-0", Some(0..1));
        check("bytes=10-19", Some(10..20));
        check("bytes=10-", Some(10..100));
        check("bytes=10-1000", Some(10..100));
        check("bytes=-5", Some(95..100));
        check("bytes=-500", Some(0..100));
        check("Bytes= 99-99", Some(99..100));
        check("bytes=10-99999999999999999999999", Some(10..100));
    }

    #[test]
    fn what_is_no_single_range_of_bytes_is_answered_with_everything() {
        for range in
            ["bytes=0-1,3-4", "lines=0-1", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=+1-2"]
        {
            check(range, None);
        }
        assert_eq!(requested_range(&HeaderMap::new(), 100, ETAG).expect("satisfiable"), None);
    }

    #[test]
    fn a_range_beyond_the_end_is_refused() {
        for (range, size) in [("bytes=100-", 100), ("bytes=100-200", 100), ("bytes=-0", 100), ("bytes=0-", 0)] {
            assert!(ask(range, None, size).is_err(), "{range} of {size}");
        }
    }

    #[test]
    fn a_part_of_another_content_is_never_served() {
        assert_eq!(ask("bytes=1-2", Some(ETAG), 100).expect("satisfiable"), Some(1..3));
        for other in ["\"abd\"", "W/\"abc\"", "Sat, 21 Nov 2026 00:00:00 GMT"] {
            assert_eq!(ask("bytes=1-2", Some(other), 100).expect("satisfiable"), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_range_lies_inside_and_is_not_empty(range in "bytes=[0-9]{0,3}-[0-9]{0,3}", size in 0_u64..500) {
            if let Ok(Some(range)) = ask(&range, None, size) {
                prop_assert!(range.start < range.end && range.end <= size);
            }
        }
    }
}
