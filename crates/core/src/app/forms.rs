//! Forms: shown, begun, filled in with what is known, and checked before they are filed.

use std::collections::BTreeSet;

use cds_forms::{Answers, Fact, Facts, KnownUnits, Situation, prefill};
use cds_vn::card_qr::{self, CardText, NotACard};
use cds_vn::date::iso_day;
use cds_wire::Sensitive;
use cds_wire::form::ValueSource;
use cds_wire::ipc::{
    BeginDraftArgs, DependantSummary, DraftForm, ErrorCode, FormView, PrefillArgs, Preflight, RemoveRowArgs, Saved,
};
use cds_wire::portal::command::DossierSubmit;
use cds_wire::portal::{ProfileRecord, Sex};

use super::family::check_member;
use super::{App, drafts};
use crate::account::Account;
use crate::family::Family;
use crate::forms::{self, About, AskedPapers};
use crate::store::vault::Draft;
use crate::{Error, catalogue, ids};

impl App {
    /// The newest form of a procedure with nothing filled in; where it has none of its own, that of every dossier with the
    /// papers that it asks for. Needs no account.
    pub fn form(&self, procedure: &str) -> Result<FormView, Error> {
        let form = cds_forms::for_procedure(procedure).map(cds_forms::Form::form_ref);
        let known = match self.procedure(procedure) {
            Err(Error::NotFound) if form.is_some() => None,
            known => Some(known?),
        };
        let asked = known.as_ref().map(AskedPapers::of_procedure).unwrap_or_default();
        let blank = Draft { procedure_code: procedure.to_owned(), form, ..Draft::new("", 0) };
        let form = forms::of(&blank, &asked).1.ok_or(Error::NotFound)?;
        let today = iso_day(self.environment.clock.now());
        Ok(forms::view(&form, &blank, &today, &asked, BTreeSet::new()))
    }

    /// Begins a draft in the newest form of its procedure; where it has none of its own, in that of every dossier. Where that
    /// is asked for, one that was begun likewise and that nobody has written on is begun anew: who only looks at a form leaves
    /// one behind at most.
    pub fn begin_draft(&self, args: &BeginDraftArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        check_member(&account, args.person.as_ref())?;
        let found = account.mirror.with(|cache| catalogue::procedure(cache.connection(), &args.procedure))?;
        let procedure = found.ok_or(Error::DraftIncomplete)?;
        let form = cds_forms::for_procedure(&procedure.code).map(cds_forms::Form::form_ref);
        let same = |draft: &Draft| {
            (&draft.procedure_code, &draft.form, &draft.commune, &draft.person)
                == (&procedure.code, &form, &args.commune, &args.person)
                && draft.is_untouched()
        };
        let fresh = ids::new_id(now, &*self.environment.rng)?;
        // Found and begun anew at once: nobody writes on it in between.
        let mut vault = account.vault()?;
        let untouched = if args.again { vault.drafts()?.into_iter().find(same).map(|draft| draft.id) } else { None };
        let draft = Draft {
            form,
            procedure_code: procedure.code,
            procedure_name: procedure.name,
            commune: args.commune.clone(),
            person: args.person.clone(),
            ..Draft::new(untouched.as_ref().unwrap_or(&fresh), now)
        };
        match untouched {
            // What was known then may not hold any more.
            Some(_) => drop(vault.change_draft(&draft)?),
            None => vault.add_draft(&draft)?,
        }
        self.heart.data_changed();
        Ok(Saved { id: draft.id })
    }

    /// A draft's form with what is filled in, in the version that it was begun in; also that of a dossier that was filed
    /// from this device, where its content is still here.
    pub fn draft_form(&self, draft: &str) -> Result<DraftForm, Error> {
        let account = self.account()?;
        let known = account.vault()?.draft(draft)?;
        if let Some(known) = known {
            return self.show(&account, known);
        }
        let filed = account.vault()?.filed_dossiers()?.into_iter().find(|filed| filed.id == draft);
        let submitted = filed.and_then(|filed| filed.submitted).ok_or(Error::NotFound)?;
        // Its papers are not shown by it.
        let filed = Draft { attachments: Vec::new(), ..Draft::of_dossier(draft, submitted, "", 0) };
        self.show(&account, filed)
    }

    fn show(&self, account: &Account, draft: Draft) -> Result<DraftForm, Error> {
        let now = self.environment.clock.now();
        let about = About::of(&draft, account, self.province(), now)?;
        let asked = about.asked();
        let (state, form) = forms::of(&draft, &asked);
        let view = form.map(|form| forms::view(&form, &draft, &iso_day(now), &asked, about.into_papers()));
        Ok(DraftForm { draft: draft.id, state, form: draft.form, view })
    }

    /// Fills in what is known, where a draft is still empty: from the profile, from a card, from the record of the dependant
    /// whom it is about, from earlier dossiers about the same person. A card of somebody else says nothing about the citizen
    /// and is not used.
    pub fn prefill_draft(&self, args: &PrefillArgs) -> Result<DraftForm, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let card =
            args.card.as_ref().map(|text| card_qr::parse(text.reveal())).transpose().map_err(|why| match why {
                NotACard::Date(_) => Error::Field(ErrorCode::DateInvalid),
                _ => Error::Field(ErrorCode::PersonalNumberInvalid),
            })?;
        let person = account.vault()?.draft(&args.draft)?.ok_or(Error::NotFound)?.person;
        let facts = facts(&account, person.as_ref(), card.as_ref())?;
        let mut vault = account.vault()?;
        let mut draft = vault.draft(&args.draft)?.ok_or(Error::NotFound)?;
        let mut filed = vault.filed_dossiers()?;
        filed.sort_by_key(|filed| std::cmp::Reverse(filed.confirmed_at));
        // What was filled in by no form of its own means nothing to one.
        let alike =
            |filed: &DossierSubmit| filed.person == draft.person && filed.form.is_some() == draft.form.is_some();
        let of_them = filed.into_iter().filter_map(|filed| filed.submitted).filter(alike);
        let earlier: Vec<Answers> = of_them.map(|filed| filed.fields).collect();
        let (_, Some(form)) = forms::of(&draft, &AskedPapers::default()) else { return Err(Error::DraftIncomplete) };
        let (today, attached) = (iso_day(now), forms::attached(&draft));
        let situation = Situation { today: &today, units: &KnownUnits, attached: &attached };
        let known = prefill(&form, &draft.fields, &facts, &earlier, situation);
        if !known.is_empty() {
            for one in known {
                draft.sources.insert(one.name.clone(), one.source);
                draft.fields.insert(one.name, one.value);
            }
            drafts::check_size(&draft.fields)?;
            draft.updated_at = now;
            vault.change_draft(&draft)?;
            self.heart.data_changed();
        }
        drop(vault);
        self.show(&account, draft)
    }

    /// Takes a row of a group out of a draft with a form; the rows after it move up. Where there is no such row, nothing
    /// changes.
    pub fn remove_row(&self, args: &RemoveRowArgs) -> Result<DraftForm, Error> {
        let account = self.account()?;
        let mut vault = account.vault()?;
        let mut draft = vault.draft(&args.draft)?.ok_or(Error::NotFound)?;
        if draft.form.is_none() {
            return Err(Error::DraftIncomplete);
        }
        let row = usize::try_from(args.row).map_err(|_| Error::NotFound)?;
        cds_forms::answers::remove_row(&mut draft.fields, &args.group, row);
        draft.updated_at = self.environment.clock.now();
        vault.change_draft(&draft)?;
        drop(vault);
        self.show(&account, draft)
    }

    /// Makes a second draft of one, in the same form and version, with its papers.
    pub fn copy_draft(&self, draft: &str) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let known = account.vault()?.draft(draft)?.ok_or(Error::NotFound)?;
        if known.supplements.is_some() {
            // A dossier's office gets one at a time.
            return Err(Error::SupplementUnasked);
        }
        if !account.vault()?.copy_draft(draft, &id, now)? {
            return Err(Error::NotFound);
        }
        self.heart.data_changed();
        Ok(Saved { id })
    }

    /// All that a draft would be refused for, before the citizen confirms it. Needs no network.
    pub fn preflight(&self, draft: &str) -> Result<Preflight, Error> {
        let account = self.account()?;
        let draft = account.vault()?.draft(draft)?.ok_or(Error::NotFound)?;
        let about = About::of(&draft, &account, self.province(), self.environment.clock.now())?;
        Ok(forms::examine(&draft, &about).preflight(draft.id))
    }
}

/// What profile and card know of the citizen, the profile first: the province vouches for it; and what is known of whom the
/// draft is about, which is the citizen unless it names a dependant.
fn facts(
    account: &Account,
    person: Option<&String>,
    card: Option<&CardText>,
) -> Result<Vec<(ValueSource, Facts)>, Error> {
    let profile = account.mirror.with(|cache| cache.entity::<ProfileRecord>(ProfileRecord::KIND, "profile"))?;
    let profile = profile.map(|(_, record)| record);
    let own_card = |card: &&CardText| {
        let number = profile.as_ref().map(|profile| profile.personal_number.reveal().as_str());
        number.is_none_or(|number| number == card.number.as_str())
    };
    let mut facts = Vec::new();
    if let Some(profile) = &profile {
        facts.push((ValueSource::Profile, of_profile(profile, &account.vault()?.province()?)));
    }
    if let Some(card) = card.filter(own_card) {
        facts.push((ValueSource::Card, of_card(card)));
    }
    let Some(person) = person else {
        facts.iter_mut().for_each(|(_, facts)| about_themselves(facts));
        return Ok(facts);
    };
    if let Some(dependant) = Family::read(account)?.member(person) {
        facts.push((ValueSource::Family, of_dependant(dependant)));
    }
    Ok(facts)
}

/// What a form calls a fact of the citizen, of whom it is about, and of a dependant.
const OF_WHOM: [(Fact, Fact, Fact); 4] = [
    (Fact::Name, Fact::SubjectName, Fact::DependantName),
    (Fact::PersonalNumber, Fact::SubjectNumber, Fact::DependantNumber),
    (Fact::BirthDate, Fact::SubjectBirthDate, Fact::DependantBirthDate),
    (Fact::Sex, Fact::SubjectSex, Fact::DependantSex),
];

/// The citizen is whom it is about.
fn about_themselves(facts: &mut Facts) {
    for (own, subject, _) in OF_WHOM {
        if let Some(value) = facts.get(&own).cloned() {
            facts.insert(subject, value);
        }
    }
}

fn of_dependant(dependant: &DependantSummary) -> Facts {
    let known = [
        (Fact::Name, Some(dependant.name.clone())),
        (Fact::PersonalNumber, dependant.personal_number.clone()),
        (Fact::BirthDate, Some(dependant.birth_date.clone())),
        (Fact::Sex, Some(sex(*dependant.sex.reveal()))),
    ];
    let mut facts = Facts::new();
    for (own, value) in known {
        let Some((_, subject, of_dependant)) = OF_WHOM.iter().find(|(name, ..)| *name == own) else { continue };
        facts.extend(value.into_iter().flat_map(|value| [(*subject, value.clone()), (*of_dependant, value)]));
    }
    facts
}

fn sex(sex: Sex) -> Sensitive {
    match sex {
        Sex::Male => "Nam".into(),
        Sex::Female => "Nữ".into(),
    }
}

fn of_profile(profile: &ProfileRecord, province: &str) -> Facts {
    [
        (Fact::Name, profile.name.clone()),
        (Fact::PersonalNumber, profile.personal_number.clone()),
        (Fact::BirthDate, profile.birth_date.clone()),
        (Fact::Sex, sex(*profile.sex.reveal())),
        (Fact::Phone, profile.phone.clone()),
        (Fact::Province, province.into()),
        (Fact::Commune, profile.commune.as_str().into()),
    ]
    .into()
}

fn of_card(card: &CardText) -> Facts {
    let mut facts: Facts = [
        (Fact::Name, Sensitive::from(card.name.as_str())),
        (Fact::PersonalNumber, card.number.as_str().into()),
        (Fact::BirthDate, card.birth_date.as_str().into()),
        (Fact::Sex, card.sex.as_str().into()),
        (Fact::Address, card.address.as_str().into()),
    ]
    .into();
    facts.extend(card.old_number.as_deref().map(|number| (Fact::OldNumber, number.into())));
    facts.extend(card.issue_date.as_deref().map(|date| (Fact::CardIssueDate, date.into())));
    facts
}
