//! Which of two procedures answers better what was looked for.

use super::words::{Words, marks_agree};

/// What was looked for.
pub(super) struct Sought {
    words: Words,
    /// The folded words, one space apart.
    phrase: String,
    /// Some word was typed with marks.
    has_marks: bool,
}

/// Names of a procedure, as they are stored: words one space apart, synonyms a line each.
pub(super) struct Names<'a> {
    /// The name, folded.
    pub(super) name: &'a str,
    /// The other names, folded.
    pub(super) synonyms: &'a str,
    /// The name with its marks; only read where marks were typed.
    pub(super) name_marked: &'a str,
    /// The other names with their marks.
    pub(super) synonyms_marked: &'a str,
}

/// How well a procedure answers; the smaller the better. The order of the fields is their weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    place: Place,
    /// Words, and pairs of neighbours, that are not there.
    missing: usize,
    /// Words whose typed marks are others.
    other_marks: usize,
    /// The last word is only the beginning of one.
    unfinished: bool,
    /// Another procedure took its place.
    superseded: bool,
    /// It is not one of the essential services.
    inessential: bool,
    /// Length of the name, in bytes.
    length: usize,
}

/// Where what was looked for stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Name,
    Synonym,
    NameBegins,
    SynonymBegins,
    InName,
    InSynonym,
    Scattered,
}

impl Sought {
    pub(super) fn new(words: Words) -> Self {
        let phrase = words.folded();
        let has_marks = words.iter().any(|word| word.marked != word.folded);
        Self { words, phrase, has_marks }
    }

    pub(super) fn has_marks(&self) -> bool {
        self.has_marks
    }

    /// The words as terms of the index. They hold letters and digits alone; the quotes make words of AND, OR, NOT and
    /// NEAR too. The last one may be unfinished.
    pub(super) fn terms(&self) -> Vec<String> {
        let mut terms: Vec<String> = self.words.iter().map(|word| format!("\"{}\"", word.folded)).collect();
        if self.may_be_unfinished()
            && let Some(last) = terms.last_mut()
        {
            last.push('*');
        }
        terms
    }

    /// The expression for procedures that have all of the words.
    pub(super) fn all_words(&self) -> String {
        self.terms().join(" ")
    }

    fn may_be_unfinished(&self) -> bool {
        self.words.iter().next_back().is_some_and(|word| !word.ends_in_y)
    }

    pub(super) fn rank(&self, names: &Names<'_>, essential: bool, superseded: bool) -> Rank {
        let scattered = Found { place: Place::Scattered, other_marks: usize::MAX, unfinished: false };
        let [is, begins, holds] = [Place::Name, Place::NameBegins, Place::InName];
        let mut best = self.find(names.name, names.name_marked, [is, begins, holds]).unwrap_or(scattered);
        if !names.synonyms.is_empty() {
            let mut marked = names.synonyms_marked.split('\n');
            for synonym in names.synonyms.split('\n') {
                let places = [Place::Synonym, Place::SynonymBegins, Place::InSynonym];
                let found = self.find(synonym, marked.next().unwrap_or_default(), places);
                best = found.map_or(best, |found| found.min(best));
            }
        }
        let mut missing = 0;
        if best.place == Place::Scattered {
            (missing, best.other_marks) = self.scattered(names);
        }
        Rank {
            place: best.place,
            missing,
            other_marks: best.other_marks,
            unfinished: best.unfinished,
            superseded,
            inessential: !essential,
            length: names.name.len(),
        }
    }

    /// The best place of the whole phrase in one name: it is all of it, its beginning, or in it.
    fn find(&self, name: &str, marked: &str, [is, begins, holds]: [Place; 3]) -> Option<Found> {
        let mut best: Option<Found> = None;
        // The words with their marks, from the one at which `counted` stands on.
        let (mut counted, mut marked) = (0, marked);
        for (start, phrase) in name.match_indices(self.phrase.as_str()) {
            let (before, from_phrase) = name.split_at(start);
            let after = from_phrase.strip_prefix(phrase).unwrap_or_default();
            let whole = after.is_empty() || after.starts_with(' ');
            let begins_word = before.is_empty() || before.ends_with(' ');
            if !begins_word || !(whole || self.may_be_unfinished()) {
                continue;
            }
            if self.has_marks {
                let words = before.get(counted..).unwrap_or_default().matches(' ').count();
                for _ in 0..words {
                    marked = marked.split_once(' ').map_or("", |(_, rest)| rest);
                }
                counted = start;
            }
            let place = match before {
                "" if after.is_empty() => is,
                "" => begins,
                _ => holds,
            };
            let found = Found { place, other_marks: self.other_marks(marked), unfinished: !whole };
            best = Some(best.map_or(found, |best| best.min(found)));
        }
        best
    }

    /// How many of the words differ in their marks from those at which `marked` begins.
    fn other_marks(&self, marked: &str) -> usize {
        if !self.has_marks {
            return 0;
        }
        self.words.iter().zip(marked.split(' ')).filter(|(typed, word)| !marks_agree(&typed.marked, word)).count()
    }

    /// How many of the words and of their neighbourhoods are missing, and how many stand there with other marks alone.
    fn scattered(&self, names: &Names<'_>) -> (usize, usize) {
        let (mut missing, mut other_marks) = (0, 0);
        let mut before: Option<&str> = None;
        let there: Vec<(&str, &str)> = names.words().collect();
        let last = self.words.iter().count().saturating_sub(1);
        for (position, typed) in self.words.iter().enumerate() {
            let unfinished = position == last && self.may_be_unfinished();
            let matches = |word: &str| word == typed.folded || (unfinished && word.starts_with(&typed.folded));
            let mut same = there.iter().filter(|(word, _)| matches(word)).peekable();
            if same.peek().is_none() {
                missing += 1;
            } else if self.has_marks && !same.any(|(_, marked)| marks_agree(&typed.marked, marked)) {
                other_marks += 1;
            }
            if let Some(before) = before {
                let neighbours =
                    |pair: &[(&str, &str)]| matches!(pair, [(one, _), (two, _)] if *one == before && matches(two));
                missing += usize::from(!there.windows(2).any(neighbours));
            }
            before = Some(&typed.folded);
        }
        (missing, other_marks)
    }
}

impl<'a> Names<'a> {
    /// All words, each folded and with its marks; those are empty where they were not read.
    fn words(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let words = |name: &'a str, synonyms: &'a str| name.split(' ').chain(synonyms.split([' ', '\n']));
        words(self.name, self.synonyms).zip(words(self.name_marked, self.synonyms_marked).chain(std::iter::repeat("")))
    }
}

/// A place where the phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    place: Place,
    other_marks: usize,
    unfinished: bool,
}
