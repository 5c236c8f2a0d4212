//! What crosses a boundary: the portal's API ([`portal`]) and the commands between interface and shell ([`ipc`]).
//!
//! Types and their serde forms, and what can be told from a value alone, so that the interface (WebAssembly), the
//! core and the portal cannot disagree. Each type here has a snapshot of its JSON in `tests/snapshots`.

/// Makes an enum of codes, in snake case on the wire, with the list of all of them. With `else`, a code that this version
/// does not know is read as the one named there.
macro_rules! closed_set {
    (
        $(#[doc = $doc:literal])* $name:ident { $($(#[doc = $code_doc:literal])* $code:ident,)+ }
        $(else { $(#[doc = $other_doc:literal])* $other:ident })?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[doc = $code_doc])* $code,)+
            $($(#[doc = $other_doc])* #[serde(other)] $other,)?
        }

        impl $name {
            /// Every code that this version knows.
            pub const ALL: &[Self] = &[$(Self::$code),+];

            /// Its name in the program.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => stringify!($code),)+
                    $(Self::$other => stringify!($other),)?
                }
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let codes = [$((Self::$code, concat!($($code_doc),*))),+];
                $crate::openapi::codes(concat!($($doc),*), &codes)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use closed_set;

pub mod alert;
mod bytes;
pub mod dossier;
pub mod family;
pub mod fee;
pub mod form;
pub mod ipc;
#[cfg(feature = "openapi")]
mod openapi;
pub mod paper;
pub mod petition;
pub mod portal;
pub mod procedure;
pub mod sensitive;

pub use bytes::{Bytes, Digest};
pub use sensitive::Sensitive;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMillis = i64;
