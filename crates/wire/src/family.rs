//! Dependants: people whose papers and dossiers a citizen keeps under their own account, with consent.

use serde::{Deserialize, Serialize};

use crate::portal::Sex;
use crate::{Sensitive, UnixMillis};

/// Version of the text that consent is given to. `docs/protocol.md` has the text of each version.
pub const CONSENT_TEXT: u32 = 1;

/// From this age on, in years, a person consents themselves, unless they are under guardianship.
const ADULT_AGE: u32 = 18;

crate::closed_set! {
    /// What a dependant is to the citizen.
    Relation {
        /// Con.
        Child,
        /// Vợ, chồng.
        Spouse,
        /// Cha, mẹ.
        Parent,
        /// Ông, bà.
        Grandparent,
        /// Cháu.
        Grandchild,
        /// Anh, chị, em.
        Sibling,
        /// Người được giám hộ.
        Ward,
        /// Người khác.
        Other,
    }
}

crate::closed_set! {
    /// Who has consented that a dependant's data is kept.
    ConsentBy {
        /// The citizen, who decides for the dependant: a child, or a ward.
        Guardian,
        /// The dependant themselves, as the citizen states.
        Person,
    }
}

impl ConsentBy {
    /// Whose consent is needed on a day, `yyyy-MM-dd`. Of a date of birth that is a month or a year alone, the last day counts:
    /// who may be a child is one.
    pub fn needed(relation: Relation, birth_date: &str, day: &str) -> Self {
        let (year, rest) = birth_date.split_at_checked(4).unwrap_or((birth_date, ""));
        let last = match rest.len() {
            0 => "-12-31".to_owned(),
            3 => format!("{rest}-31"),
            _ => rest.to_owned(),
        };
        let of_age = year.parse::<u32>().is_ok_and(|year| format!("{:04}{last}", year + ADULT_AGE).as_str() <= day);
        if of_age && relation != Relation::Ward { Self::Person } else { Self::Guardian }
    }
}

/// A consent as it is kept with what it is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Whose it is.
    pub given_by: ConsentBy,
    /// Version of the text that was read.
    pub text: u32,
    /// When it was given, by the device's clock.
    pub at: UnixMillis,
}

/// Body of [`DEPENDANT_ADD`](crate::portal::command::command_type::DEPENDANT_ADD).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DependantAdd {
    /// Full name; at most 128 bytes.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`, `yyyy-MM` or `yyyy`: as much as is known.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Personal number, where there is one; at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<Sensitive>,
    /// What they are to the citizen.
    pub relation: Relation,
    /// The consent; without it the portal takes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

/// A dependant of the citizen's: the data of a change of kind [`DependantRecord::KIND`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DependantRecord {
    /// Full name.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`, `yyyy-MM` or `yyyy`.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Personal number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<Sensitive>,
    /// What they are to the citizen.
    pub relation: Relation,
    /// The consent under which this is kept.
    pub consent: Consent,
    /// When the portal got it.
    pub added_at: UnixMillis,
}

impl DependantRecord {
    /// The kind under which dependants travel in the change feed.
    pub const KIND: &'static str = "dependant";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adult_consents_themselves_and_for_a_child_or_a_ward_the_citizen_does() {
        use Relation::{Child, Parent, Ward};
        let check = |relation, birth_date, expected| {
            assert_eq!(ConsentBy::needed(relation, birth_date, "2026-11-27"), expected, "{relation:?} {birth_date}");
        };
        check(Child, "2026-10-01", ConsentBy::Guardian);
        check(Child, "2008-11-28", ConsentBy::Guardian);
        check(Child, "2008-11-27", ConsentBy::Person);
        check(Parent, "1961", ConsentBy::Person);
        check(Child, "2008", ConsentBy::Guardian);
        check(Child, "2008-11", ConsentBy::Guardian);
        check(Child, "2008-10", ConsentBy::Person);
        check(Ward, "1961", ConsentBy::Guardian);
        check(Parent, "xưa", ConsentBy::Guardian);
    }
}
