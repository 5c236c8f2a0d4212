//! Walking through a whole catalogue: is every text of every record in its page, whatever its size?

use cds_wire::procedure::Procedure;
use serde_json::Value;

use super::text::text;

/// What a record holds in a form of its own: closed sets, dates, and what the page says in words.
const IN_WORDS: [&str; 5] = ["flags", "channel", "unit", "valid_from", "valid_to"];

/// What a walk saw of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Its code.
    pub code: String,
    /// Characters of its page.
    pub characters: usize,
    /// Characters of its longest line.
    pub longest_line: usize,
    /// Texts of the record: found in the page, and looked for.
    pub texts: (usize, usize),
    /// Characters of its name.
    pub name: usize,
    /// Rows of papers.
    pub papers: usize,
    /// Characters of its steps.
    pub steps: usize,
}

/// Renders the page of a procedure, and looks for each text of the record in it.
pub fn walk(procedure: &Procedure) -> Walked {
    let page = text(procedure, None, None);
    let mut texts = Vec::new();
    gather(&serde_json::to_value(procedure).unwrap_or_default(), &mut texts);
    let found = texts.iter().filter(|text| page.contains(text.as_str())).count();
    let characters = |text: &str| text.chars().count();
    Walked {
        code: procedure.code.clone(),
        characters: characters(&page),
        longest_line: page.lines().map(characters).max().unwrap_or_default(),
        texts: (found, texts.len()),
        name: characters(&procedure.name),
        papers: procedure.papers.iter().map(|group| group.papers.len()).sum(),
        steps: procedure.steps.as_deref().map_or(0, characters),
    }
}

/// Every text of a record, as its JSON has it: a field that is added later is looked for too.
fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(fields) => {
            let said = fields.iter().filter(|(name, _)| !IN_WORDS.contains(&name.as_str()));
            said.for_each(|(_, field)| gather(field, texts));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::procedure;
    use super::*;

    #[test]
    fn every_text_of_a_catalogue_as_large_as_the_national_one_is_in_its_page() {
        let procedures = cds_portal::demo::national(cds_portal::demo::NATIONAL, 1);
        let walked: Vec<Walked> = procedures.iter().map(walk).collect();
        assert_eq!(walked.len(), 4_037);
        let lost: Vec<&Walked> = walked.iter().filter(|walked| walked.texts.0 != walked.texts.1).collect();
        assert_eq!(lost, [] as [&Walked; 0]);
        let most = |of: fn(&Walked) -> usize| walked.iter().map(of).max();
        let extremes = (most(|walked| walked.name), most(|walked| walked.papers), most(|walked| walked.steps));
        assert_eq!(extremes, (Some(1_192), Some(224), Some(22_855)));
        assert!(most(|walked| walked.characters).is_some_and(|characters| characters > 44_590));
    }

    #[test]
    fn every_text_is_looked_for_and_what_a_page_says_in_words_is_not() {
        let mut record = procedure("1.1", "Một");
        record.results = vec!["Giấy".to_owned()];
        record.valid_to = Some("2026-12-31".to_owned());
        let mut texts = Vec::new();
        gather(&serde_json::to_value(&record).expect("JSON"), &mut texts);
        texts.sort();
        assert_eq!(texts, ["1.1", "Giấy", "Một"]);
    }
}
