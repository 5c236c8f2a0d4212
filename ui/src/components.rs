//! The pieces that screens are made of.

mod back_bar;
mod button;
mod card;
mod choice;
mod empty;
mod entry;
mod facts;
mod field;
mod icon;
mod loading;
mod masthead;
mod note;
mod notice;
mod options;
mod row;
mod section;
mod split;
mod title;

pub(crate) use back_bar::BackBar;
pub(crate) use button::{Button, Kind};
pub(crate) use card::Card;
pub(crate) use choice::Choice;
pub(crate) use empty::Empty;
pub(crate) use entry::Entry;
pub(crate) use facts::Facts;
pub(crate) use field::Field;
pub(crate) use icon::{Icon, IconName};
pub(crate) use loading::Loading;
pub(crate) use masthead::{Brand, Masthead, TestPortal};
pub(crate) use note::{Note, Tone};
pub(crate) use notice::ErrorNotice;
pub(crate) use options::Options;
pub(crate) use row::Row;
pub(crate) use section::Section;
pub(crate) use split::Split;
pub(crate) use title::Title;
