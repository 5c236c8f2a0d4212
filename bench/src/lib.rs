//! Measurements of Công Dân Số against peers. The emulated [`link`] can be used by itself.

pub mod link;
pub mod random;
