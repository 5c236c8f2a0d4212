//! The pieces that screens are made of.

mod field;
mod masthead;
mod notice;
mod title;

pub(crate) use field::Field;
pub(crate) use masthead::Masthead;
pub(crate) use notice::ErrorNotice;
pub(crate) use title::Title;
