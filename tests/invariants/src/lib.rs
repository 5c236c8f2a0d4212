//! Reads the workspace's own source, so that tests can hold it to the architecture's invariants.

mod source;
mod words;

pub use source::{SourceFile, root, sources};
pub use words::own_words;
