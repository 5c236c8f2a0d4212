//! The words for forms: what is wrong with an answer, where it comes from, what stands in the way of filing.

use cds_wire::form::{AnswerProblem, FieldProblem, ValueSource, Words};
use cds_wire::ipc::{Language, Obstacle, ObstacleCode};

use super::Texts;
use crate::dates;

impl Texts {
    /// A form's own words.
    pub(crate) fn words(&self, words: &Words) -> String {
        match self.language() {
            Language::En if !words.en.is_empty() => words.en.clone(),
            Language::En | Language::Vi => words.vi.clone(),
        }
    }

    /// Where an answer comes from that nobody typed.
    pub(crate) fn value_source(&self, source: ValueSource) -> String {
        match source {
            ValueSource::Profile => self.form_source_profile(),
            ValueSource::Card => self.form_source_card(),
            ValueSource::Dossier => self.form_source_dossier(),
            ValueSource::Family => self.form_source_family(),
        }
    }

    /// What is wrong with an answer, and what to write.
    pub(crate) fn answer_problem(&self, problem: &FieldProblem) -> String {
        let limit = || self.limit(problem.limit.as_deref().unwrap_or_default());
        let actual = || self.grouped(problem.actual.unwrap_or_default());
        match problem.problem {
            AnswerProblem::Missing => self.problem_missing(),
            AnswerProblem::TooLong => self.problem_too_long(actual(), limit()),
            AnswerProblem::NotANumber => self.problem_not_a_number(),
            AnswerProblem::TooManyDecimals => self.problem_too_many_decimals(limit()),
            AnswerProblem::BelowMinimum => self.problem_below_minimum(limit()),
            AnswerProblem::AboveMaximum => self.problem_above_maximum(limit()),
            AnswerProblem::DateImpossible => self.problem_date_impossible(),
            AnswerProblem::DateInFuture => self.problem_date_in_future(),
            AnswerProblem::DateInPast => self.problem_date_in_past(),
            AnswerProblem::DateTooEarly => self.problem_date_too_early(limit()),
            AnswerProblem::DateTooLate => self.problem_date_too_late(limit()),
            AnswerProblem::NotAnOption => self.problem_not_an_option(),
            AnswerProblem::UnknownUnit => self.problem_unknown_unit(),
            AnswerProblem::NotAPhone => self.problem_not_a_phone(),
            AnswerProblem::NotAnEmail => self.problem_not_an_email(),
            AnswerProblem::TooFewRows => self.problem_too_few_rows(actual(), limit()),
            AnswerProblem::TooManyRows => self.problem_too_many_rows(actual(), limit()),
            AnswerProblem::FileMissing => self.problem_file_missing(),
            AnswerProblem::UnknownField => self.problem_unknown_field(problem.field.clone()),
            AnswerProblem::PersonalNumberUnusual => self.problem_personal_number_unusual(),
            AnswerProblem::ControlCharacters => self.problem_control_characters(),
        }
    }

    /// What stands in the way of filing, beside the answers.
    pub(crate) fn obstacle(&self, obstacle: &Obstacle) -> String {
        let detail = || obstacle.detail.clone().unwrap_or_default();
        let day = || dates::day(&detail());
        match obstacle.code {
            ObstacleCode::Answer => obstacle.answer.as_ref().map(|one| self.answer_problem(one)).unwrap_or_default(),
            ObstacleCode::ProcedureUnknown => self.obstacle_procedure_unknown(),
            ObstacleCode::ProcedureNotYet => self.obstacle_procedure_not_yet(day()),
            ObstacleCode::ProcedureWithdrawn => self.obstacle_procedure_withdrawn(day()),
            ObstacleCode::ProcedureSuperseded => self.obstacle_procedure_superseded(detail()),
            ObstacleCode::ProcedureElsewhere => self.obstacle_procedure_elsewhere(detail()),
            ObstacleCode::FormUnknown => self.obstacle_form_unknown(),
            ObstacleCode::FileTooLarge => self.obstacle_file_too_large(detail()),
            ObstacleCode::TooManyFiles => self.obstacle_too_many_files(),
            ObstacleCode::BodyTooLarge => self.obstacle_body_too_large(),
            ObstacleCode::PersonRemoved => self.obstacle_person_removed(),
            ObstacleCode::SupplementEmpty => self.obstacle_supplement_empty(),
            ObstacleCode::PaperMissing => self.obstacle_paper_missing(detail()),
            ObstacleCode::SupplementUnasked => self.obstacle_supplement_unasked(),
        }
    }

    /// A bound as people write it: a day, or a number with its thousands apart.
    fn limit(&self, limit: &str) -> String {
        limit.parse().map_or_else(|_| dates::day(limit), |number| self.grouped(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_and_obstacle_is_a_sentence_with_its_bound() {
        for language in [Language::Vi, Language::En] {
            let texts = Texts::new(language);
            for &problem in AnswerProblem::ALL {
                let (limit, actual) = (Some("2026-11-27".to_owned()), Some(7));
                let text = texts.answer_problem(&FieldProblem { field: "con".to_owned(), problem, limit, actual });
                assert!(text.ends_with('.') && !text.contains("limit"), "{problem:?} in {language:?}: {text}");
            }
            for &code in ObstacleCode::ALL.iter().filter(|code| **code != ObstacleCode::Answer) {
                let obstacle = Obstacle { code, warning: false, answer: None, detail: Some("2026-11-27".to_owned()) };
                let text = texts.obstacle(&obstacle);
                assert!(text.ends_with('.') && !text.contains("detail"), "{code:?} in {language:?}: {text}");
            }
        }
    }

    #[test]
    fn bounds_are_written_as_people_write_them() {
        let limit = |text: &str| Texts::new(Language::Vi).limit(text);
        assert_eq!(limit("1000000000"), "1.000.000.000");
        assert_eq!(limit("2026-11-27"), "27/11/2026");
    }
}
