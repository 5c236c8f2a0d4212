//! The citizen's family: added with consent, removed.

use cds_vn::date::iso_day;
use cds_wire::Sensitive;
use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, DependantAdd};
use cds_wire::ipc::{AddDependantArgs, DependantState, DependantSummary, ErrorCode, Saved};
use cds_wire::portal::command::limit;

use super::App;
use crate::account::Account;
use crate::family::{Family, tidy};
use crate::{Error, ids};

impl App {
    /// The citizen's dependants, in the order in which they were added.
    pub fn family(&self) -> Result<Vec<DependantSummary>, Error> {
        Ok(Family::read(&*self.account()?)?.into_list())
    }

    /// Adds a dependant, on the disk before this returns; the next synchronisation sends it. Whose consent it must be follows
    /// from age and relation; that it was given is for the citizen to say.
    ///
    /// # Errors
    ///
    /// [`Error::Field`] where the consent is not given, where there is no name, or where the date of birth cannot be read or
    /// lies in the future.
    pub fn add_dependant(&self, args: &AddDependantArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let today = iso_day(now);
        let name = tidy(&args.name);
        if name.is_empty() {
            return Err(Error::Field(ErrorCode::NameMissing));
        }
        let number = args.personal_number.as_ref().map(tidy).filter(|number| !number.is_empty());
        if name.len() > limit::NAME || number.as_ref().is_some_and(|number| number.len() > limit::NAME) {
            return Err(Error::FormTooLarge);
        }
        let read = cds_forms::partial_date(args.birth_date.reveal());
        let birth_date = read.filter(|date| today.get(..date.len()).is_some_and(|until| date.as_str() <= until));
        let birth_date = birth_date.ok_or(Error::Field(ErrorCode::BirthDateInvalid))?;
        if !args.consent {
            return Err(Error::Field(ErrorCode::ConsentNeeded));
        }
        let given_by = ConsentBy::needed(args.relation, &birth_date, &today);
        let content = DependantAdd {
            name: Sensitive::new(name),
            birth_date: Sensitive::new(birth_date),
            sex: args.sex.clone(),
            personal_number: number.map(Sensitive::new),
            relation: args.relation,
            consent: Some(Consent { given_by, text: CONSENT_TEXT, at: now }),
        };
        let id = ids::new_id(now, &*self.environment.rng)?;
        let command = ids::new_id(now, &*self.environment.rng)?;
        account.vault()?.add_dependant(&id, &command, &content, now)?;
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }

    /// Removes a dependant, whose consent is taken back with it: who was never sent, or came back, goes at once; else it is a
    /// confirmed command, on the disk before this returns. Papers and dossiers about them stay.
    pub fn remove_dependant(&self, id: &str) -> Result<(), Error> {
        let account = self.account()?;
        let family = Family::read(&account)?;
        let dependant = family.get(id).ok_or(Error::NotFound)?;
        match dependant.state {
            DependantState::Removing => return Ok(()),
            DependantState::Returned => {
                account.vault()?.put_away_dependant(id)?;
                self.heart.data_changed();
                return Ok(());
            }
            DependantState::Waiting | DependantState::Kept => {}
        }
        let unsent = account.vault()?.unsent_dependant(id)?;
        if let Some(command) = unsent {
            return self.cancel(&command);
        }
        let now = self.environment.clock.now();
        let command = ids::new_id(now, &*self.environment.rng)?;
        let mut vault = account.vault()?;
        // Where one came back under an id that the portal has, the words go with them.
        vault.put_away_dependant(id)?;
        vault.remove_dependant(id, &command, dependant.name.reveal(), now)?;
        drop(vault);
        account.note_confirmed();
        self.something_waits();
        Ok(())
    }
}

/// Holds that whom something new is about, where that is not the citizen, is in their family.
pub(super) fn check_member(account: &Account, person: Option<&String>) -> Result<(), Error> {
    match person {
        Some(person) if Family::read(account)?.member(person).is_none() => Err(Error::NotFound),
        _ => Ok(()),
    }
}
