//! Dates against each other and against the day; once all are read, since they may look at each other.

use cds_wire::form::AnswerProblem;

use super::{At, Filled};
use crate::check::TODAY;
use crate::form::is_date;
use crate::values::date::{self, Span};

impl Filled<'_> {
    pub(super) fn check_days(&mut self) {
        let dates = self.cells.keys().copied().collect::<Vec<At>>();
        for at in dates {
            let Some(placed) = self.form.at(at.0).filter(|placed| is_date(placed.field.kind)) else { continue };
            let (earliest, latest) = (placed.field.earliest.clone(), placed.field.latest.clone());
            let Some(span) = self.cells.get(&at).and_then(|cell| date::read_partial(&cell.text)) else { continue };
            let group = placed.group;
            let first = earliest.and_then(|limit| Some((self.day(&limit, group, at.1)?.first, limit)));
            let last = latest.and_then(|limit| Some((self.day(&limit, group, at.1)?.last, limit)));
            let name = self.name(at);
            let Some(cell) = self.cells.get_mut(&at) else { continue };
            // What is only a month or a year is out of bounds where all of it is.
            if let Some((day, limit)) = first.filter(|(day, _)| span.last < *day) {
                let problem = if limit == TODAY { AnswerProblem::DateInPast } else { AnswerProblem::DateTooEarly };
                cell.limited(&name, problem, Some(day), None);
            }
            if let Some((day, limit)) = last.filter(|(day, _)| span.first > *day) {
                let problem = if limit == TODAY { AnswerProblem::DateInFuture } else { AnswerProblem::DateTooLate };
                cell.limited(&name, problem, Some(day), None);
            }
        }
    }

    /// The day of `today`, of a date, or of a date's field.
    pub(crate) fn day(&self, limit: &str, group: Option<usize>, row: Option<usize>) -> Option<Span> {
        if limit == TODAY {
            return date::read(self.situation.today);
        }
        if let Some(day) = date::read(limit) {
            return Some(day);
        }
        self.seen(limit, group, row).and_then(|(_, cell)| date::read_partial(&cell.text))
    }
}
