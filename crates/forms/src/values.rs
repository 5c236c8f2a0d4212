//! Reading what was typed: liberal, into one form. What was read once is read again as the same.

pub(crate) mod date;
pub(crate) mod number;
pub(crate) mod text;
