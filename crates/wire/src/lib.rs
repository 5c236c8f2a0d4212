//! What crosses a boundary: the portal's API ([`portal`]) and the commands between interface and shell ([`ipc`]).
//!
//! Types and their serde forms, and what can be told from a value alone, so that the interface (WebAssembly), the
//! core and the portal cannot disagree. Each type here has a snapshot of its JSON in `tests/snapshots`.

/// Makes an enum of codes, in snake case on the wire, with the list of all of them.
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}
pub(crate) use closed_set;

pub mod dossier;
pub mod ipc;
pub mod portal;
pub mod sensitive;

pub use sensitive::Sensitive;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMillis = i64;
