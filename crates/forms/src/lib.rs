//! Forms of services: a definition says what is asked, one engine says what is shown, what is wrong and what is sent.
//!
//! Pure: definition and answers in, view and problems out. The day, the units and the attached papers are arguments, so a
//! form is filled in and checked the same without a network, in every program. `docs/forms.md` specifies the definitions
//! for who writes them; [`read()`] refuses a broken one with the path of each fault.
//!
//! Answers are texts by name, as drafts keep them; a row of a group has its number in the name (`con.0.hoTen`). They stay
//! as they were typed: reading is liberal, and what is sent has one form ([`Filled::to_send`]).

pub mod answers;
mod check;
mod compute;
mod condition;
mod definition;
mod engine;
mod fault;
mod form;
mod prefill;
mod read;
mod registry;
mod units;
mod values;
mod view;

pub use definition::{
    Choice, Compute, ComputeKind, Condition, Definition, FORMAT, Fact, Field, MAX_DEFINITION, Section,
};
pub use engine::{Filled, Situation};
pub use fault::{Fault, FaultKind, Refused};
pub use form::Form;
pub use prefill::{Facts, Prefilled, prefill};
pub use read::read;
pub use registry::{find, for_procedure, forms, newest};
pub use units::{KnownUnits, Unit, Units};

use std::collections::BTreeMap;

use cds_wire::Sensitive;

/// A date that may be a month or a year alone, in its one form: `yyyy-MM-dd`, `yyyy-MM` or `yyyy`.
pub fn partial_date(typed: &str) -> Option<String> {
    values::date::read_partial(typed).map(|span| span.text)
}

/// What is filled in, by name, as it was typed.
pub type Answers = BTreeMap<String, Sensitive>;
