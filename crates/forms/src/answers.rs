//! Names of answers: `field`, and `group.row.field` with rows from 0.

use crate::Answers;

/// Most rows that are looked at, whatever a form allows.
pub const MAX_ROWS: usize = 100;

/// The name of an answer in a row of a group.
pub fn in_row(group: &str, row: usize, field: &str) -> String {
    format!("{group}.{row}.{field}")
}

/// Group, row and field of such a name; none of any other. A row's number has one way to be written.
pub fn parts(name: &str) -> Option<(&str, usize, &str)> {
    let mut parts = name.split('.');
    let (group, row, field) = (parts.next()?, parts.next()?, parts.next()?);
    let number: usize = row.parse().ok()?;
    let well_formed = parts.next().is_none() && number < MAX_ROWS && number.to_string() == row;
    well_formed.then_some((group, number, field))
}

/// How many rows of a group the answers have: one more than the highest number.
pub fn rows(answers: &Answers, group: &str) -> usize {
    let rows = answers.keys().filter_map(|name| parts(name)).filter(|(of, ..)| *of == group);
    rows.map(|(_, row, _)| row + 1).max().unwrap_or(0)
}

/// Takes a row of a group out; the rows after it move up.
pub fn remove_row(answers: &mut Answers, group: &str, row: usize) {
    let all = std::mem::take(answers);
    for (name, value) in all {
        let moved = match parts(&name) {
            Some((of, number, _)) if of == group && number == row => continue,
            Some((of, number, field)) if of == group && number > row => in_row(of, number - 1, field),
            _ => name,
        };
        answers.insert(moved, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_row_has_one_way_to_be_written() {
        assert_eq!(parts("con.0.hoTen"), Some(("con", 0, "hoTen")));
        for name in ["con", "con.hoTen", "con.00.hoTen", "con.+1.hoTen", "con.0.ho.ten", "con.100.hoTen", "con.-1.a"] {
            assert_eq!(parts(name), None, "{name}");
        }
    }

    #[test]
    fn rows_after_one_that_is_taken_out_move_up() {
        let name = |row| in_row("con", row, "hoTen");
        let mut answers: Answers = (0..3).map(|row| (name(row), row.to_string().as_str().into())).collect();
        answers.insert("khac".to_owned(), "x".into());
        remove_row(&mut answers, "con", 1);
        assert_eq!(rows(&answers, "con"), 2);
        assert_eq!(answers[&name(0)].reveal(), "0");
        assert_eq!(answers[&name(1)].reveal(), "2");
        assert_eq!(answers["khac"].reveal(), "x");
    }
}
