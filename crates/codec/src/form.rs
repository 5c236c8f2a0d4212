//! Forms of a message, and their media types.

use cds_wire::portal::{DICTIONARY_MEDIA_TYPE, DICTIONARY_PARAMETER, MEDIA_TYPE, ZSTD_MEDIA_TYPE};

/// What the bytes of a message are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// JSON as it is.
    Json,
    /// JSON compressed with zstd.
    Zstd,
    /// JSON packed and compressed with zstd and the dictionary 1.
    Dictionary,
}

impl Form {
    /// All, the plainest first.
    pub const ALL: [Self; 3] = [Self::Json, Self::Zstd, Self::Dictionary];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => MEDIA_TYPE,
            Self::Zstd => ZSTD_MEDIA_TYPE,
            Self::Dictionary => DICTIONARY_MEDIA_TYPE,
        }
    }

    /// The form of a media type; none where it is no message's, or needs a dictionary that is not known here.
    pub fn of(media_type: &str) -> Option<Self> {
        let mut parts = media_type.split(';').map(str::trim);
        let essence = parts.next()?;
        let dictionary = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case(DICTIONARY_PARAMETER).then(|| value.trim().trim_matches('"'))
        });
        match dictionary {
            _ if essence.eq_ignore_ascii_case(MEDIA_TYPE) => Some(Self::Json),
            None if essence.eq_ignore_ascii_case(ZSTD_MEDIA_TYPE) => Some(Self::Zstd),
            Some("1") if essence.eq_ignore_ascii_case(ZSTD_MEDIA_TYPE) => Some(Self::Dictionary),
            _ => None,
        }
    }

    /// Whether a media type is that of a compressed message, known or not.
    pub fn is_compressed(media_type: &str) -> bool {
        media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(ZSTD_MEDIA_TYPE))
    }

    /// The form of the answer to a request with this `Accept` and this form: the best of those named, and the request's
    /// own where none is.
    pub fn of_answer(accept: Option<&str>, request: Self) -> Self {
        let Some(accept) = accept else { return request };
        accept.split(',').filter_map(Self::of).max().unwrap_or(Self::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_names_a_form_however_it_is_written() {
        for form in Form::ALL {
            assert_eq!(Form::of(form.media_type()), Some(form));
        }
        let check = |media_type, expected| assert_eq!(Form::of(media_type), expected, "{media_type}");
        check("Application/vnd.CongDanSo.v1+zstd ; Dict=\"1\"", Some(Form::Dictionary));
        check("application/vnd.congdanso.v1+json; charset=utf-8", Some(Form::Json));
        for unknown in
            ["application/vnd.congdanso.v1+zstd;dict=2", "application/zstd", "application/json", "text/html", ""]
        {
            check(unknown, None);
        }
        assert!(Form::is_compressed("application/vnd.congdanso.v1+zstd;dict=2") && !Form::is_compressed(MEDIA_TYPE));
    }

    #[test]
    fn an_answer_has_the_best_form_that_is_accepted_and_else_the_requests() {
        let check = |accept, request, expected| assert_eq!(Form::of_answer(accept, request), expected, "{accept:?}");
        for form in Form::ALL {
            check(None, form, form);
            check(Some("*/*"), form, Form::Json);
        }
        check(Some(MEDIA_TYPE), Form::Dictionary, Form::Json);
        let all = Form::ALL.map(Form::media_type).join(", ");
        check(Some(all.as_str()), Form::Json, Form::Dictionary);
        check(
            Some("application/vnd.congdanso.v1+zstd;dict=9, application/vnd.congdanso.v1+zstd"),
            Form::Json,
            Form::Zstd,
        );
    }
}
