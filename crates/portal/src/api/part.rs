//! How the note of a route says that it serves a part of something that never changes.

use std::collections::BTreeMap;

use cds_wire::portal::BLOB_MEDIA_TYPE;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, PartialSchema};

/// The headers that ask for a part.
pub(super) struct RangeHeaders;

impl IntoParams for RangeHeaders {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let header = |name: &str, description: &str| {
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header);
            let parameter = parameter.required(Required::False).description(Some(description));
            parameter.schema(Some(String::schema())).build()
        };
        vec![
            header("Range", "One range of bytes; any other is answered with everything."),
            header("If-Range", "The `ETag` of the content that the range is of."),
        ]
    }
}

/// The content, or the part that was asked for. `PUBLIC`: it is everybody's.
pub(super) struct Served<const PUBLIC: bool>;

impl<const PUBLIC: bool> IntoResponses for Served<PUBLIC> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let cache = if PUBLIC { "For anyone's cache, for a year." } else { "`no-store`." };
        let response = |description: &str| {
            ResponseBuilder::new()
                .description(description)
                .content(BLOB_MEDIA_TYPE, ContentBuilder::new().build())
                .header("ETag", header("The digest, quoted."))
                .header("Accept-Ranges", header("`bytes`."))
                .header("Cache-Control", header(cache))
        };
        let part = response("The range that is asked for.").header("Content-Range", header("Where the part lies."));
        let whole = response("The whole content.");
        [("200", whole), ("206", part)].map(|(status, response)| (status.to_owned(), response.build().into())).into()
    }
}

fn header(description: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new().schema(Some(String::schema())).description(Some(description)).build()
}
