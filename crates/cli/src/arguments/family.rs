//! `cds family`.

use cds_wire::family::Relation;
use cds_wire::portal::Sex;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Family {
    /// Add somebody. They are safe on this device when this ends, and go to the portal with the next sync.
    Add {
        /// Full name.
        #[arg(long)]
        name: String,
        /// Date of birth: day/month/year; month/year or the year alone where no more is known.
        #[arg(long)]
        birth: String,
        /// male or female.
        #[arg(long, value_parser = sex)]
        sex: Sex,
        /// What they are to the citizen: child, spouse, parent, grandparent, grandchild, sibling, ward or other.
        #[arg(long, value_parser = relation)]
        relation: Relation,
        /// Personal number, where there is one.
        #[arg(long)]
        number: Option<String>,
        /// The portal may keep their data under this account. For who is under 18, or a ward, this says that the citizen is
        /// their parent or guardian and agrees; for who is 18 or older, that they have agreed themselves.
        #[arg(long)]
        consent: bool,
    },
    /// Remove somebody, and take the consent back with it. Papers and dossiers about them stay.
    Remove {
        /// Their id in the list.
        id: String,
    },
}

fn sex(text: &str) -> Result<Sex, &'static str> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| "male or female")
}

fn relation(text: &str) -> Result<Relation, &'static str> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| "see --help for the relations")
}
