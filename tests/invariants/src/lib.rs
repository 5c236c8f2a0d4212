//! Reads the workspace's own source, so that tests can hold it to the architecture's invariants.

mod source;

pub use source::{SourceFile, root, sources};
