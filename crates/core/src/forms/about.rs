//! What has to be known to tell whether a draft can be sent, beside the draft.

use std::collections::BTreeSet;

use cds_forms::{Answers, KnownUnits, Units};
use cds_vn::date::iso_day;
use cds_wire::UnixMillis;
use cds_wire::form::{AnswerProblem, FieldProblem};
use cds_wire::ipc::{Obstacle, ObstacleCode, OutsideValidity};
use cds_wire::procedure::Procedure;

use super::{AskedPapers, obstacle};
use crate::account::Account;
use crate::family::Family;
use crate::store::vault::{Draft, petitions};
use crate::supplements::Asked;
use crate::{Error, catalogue, dossiers};

/// What is known of a draft's procedure or dossier, and of the citizen who would send it.
pub(crate) struct About {
    /// What the office asks for, of a draft that adds to a dossier.
    pub(super) adds: Option<Asked>,
    /// The names of the papers that are with that dossier.
    pub(super) papers: BTreeSet<String>,
    /// The procedure, where the catalogue has it.
    pub(super) procedure: Option<Procedure>,
    /// The province's catalogue is here: what it does not have, nobody has.
    pub(super) has_catalogue: bool,
    /// Code of the citizen's province, where it is known.
    pub(super) province: Option<String>,
    /// Of the family, those about whom something may be filed.
    pub(super) members: BTreeSet<String>,
    /// The day, `yyyy-MM-dd`.
    pub(super) today: String,
}

impl About {
    /// `province` is the code of the citizen's province, where it is known.
    pub(crate) fn of(
        draft: &Draft,
        account: &Account,
        province: Option<String>,
        now: UnixMillis,
    ) -> Result<Self, Error> {
        let code = &draft.procedure_code;
        let adds = draft.supplements.as_ref().map(|dossier| Asked::read(account, dossier)).transpose()?;
        let papers = draft.supplements.as_ref().map(|dossier| dossiers::papers(account, dossier)).transpose()?;
        let (procedure, state) = account.mirror.with(|cache| {
            let connection = cache.connection();
            Ok((catalogue::procedure(connection, code)?, catalogue::state(connection)?))
        })?;
        let has_catalogue = state.is_some_and(|state| state.version != catalogue::base::VERSION);
        let members = Family::read(account)?.members();
        let papers = papers.unwrap_or_default();
        Ok(Self { adds, papers, procedure, has_catalogue, province, members, today: iso_day(now) })
    }

    /// The papers that the procedure, or the office, asks for.
    pub(crate) fn asked(&self) -> AskedPapers {
        if let Some(asked) = &self.adds {
            return AskedPapers::of_names(&asked.wanted);
        }
        self.procedure.as_ref().map(AskedPapers::of_procedure).unwrap_or_default()
    }

    /// Names that no other paper is to have: two of one name could not both be filed anew.
    pub(crate) fn into_papers(self) -> BTreeSet<String> {
        self.papers
    }

    /// What of the procedure, or of the dossier, stands in the way.
    pub(super) fn obstacles(&self) -> Vec<Obstacle> {
        if let Some(asked) = &self.adds {
            return if asked.open { Vec::new() } else { vec![obstacle(ObstacleCode::SupplementUnasked, None)] };
        }
        let Some(procedure) = &self.procedure else {
            return if self.has_catalogue { vec![obstacle(ObstacleCode::ProcedureUnknown, None)] } else { Vec::new() };
        };
        let mut obstacles = Vec::new();
        let mut add = |code, detail: &String| obstacles.push(obstacle(code, Some(detail.clone())));
        if let Some(by) = &procedure.superseded_by {
            add(ObstacleCode::ProcedureSuperseded, by);
        }
        let (first, last) = (procedure.valid_from.as_ref(), procedure.valid_to.as_ref());
        let outside = OutsideValidity::of(&self.today, first.map(String::as_str), last.map(String::as_str));
        match (outside, first, last) {
            (Some(OutsideValidity::NoLonger), _, Some(last)) => add(ObstacleCode::ProcedureWithdrawn, last),
            (Some(OutsideValidity::NotYet), Some(first), _) => add(ObstacleCode::ProcedureNotYet, first),
            _ => {}
        }
        let elsewhere = |of: &&String| self.province.as_ref().is_some_and(|own| *of != own);
        if let Some(province) = procedure.province.as_ref().filter(elsewhere) {
            add(ObstacleCode::ProcedureElsewhere, province);
        }
        obstacles
    }

    /// A petition is for an office of the citizen's own province: no other office has this portal.
    pub(super) fn elsewhere(&self, answers: &Answers) -> Option<Obstacle> {
        let (own, named) = (self.province.as_ref()?, answers.get(petitions::field::PROVINCE)?.reveal());
        if named == own || !KnownUnits.provinces().iter().any(|unit| unit.0 == *named) {
            return None;
        }
        let (field, problem) = (petitions::field::PROVINCE.to_owned(), AnswerProblem::NotAnOption);
        let answer = Some(FieldProblem { field, problem, limit: None, actual: None });
        Some(Obstacle { answer, ..obstacle(ObstacleCode::Answer, None) })
    }
}
