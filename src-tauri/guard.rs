//! What must not be shipped: a release build with the feature `automation` does not compile.
//!
//! In it files are chosen by whoever started the program. A file of its own, so that a test can compile it alone.

#[cfg(all(feature = "automation", not(debug_assertions)))]
compile_error!("the feature `automation` is for tests: leave it out of a release build");
