//! What people type to find a procedure, made from the procedures themselves.

use cds_bench::random::Random;
use cds_vn::text::fold;
use cds_wire::procedure::Procedure;

/// Queries of each kind.
const EACH: usize = 60;

/// Something typed, and the procedure that was meant.
pub(super) struct Query {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) meant: String,
}

/// How something was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Words,
    Folded,
    Unfinished,
    Common,
    Scattered,
    Synonym,
    Code,
    Nowhere,
}

impl Kind {
    pub(super) const ALL: [Self; 9] = [
        Self::Name,
        Self::Words,
        Self::Folded,
        Self::Unfinished,
        Self::Common,
        Self::Scattered,
        Self::Synonym,
        Self::Code,
        Self::Nowhere,
    ];

    /// Its row's name.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Name => "a whole name",
            Self::Words => "2 to 6 words of a name, with marks",
            Self::Folded => "the same without marks",
            Self::Unfinished => "the same, the last word unfinished",
            Self::Common => "a name's first word",
            Self::Scattered => "words in another order",
            Self::Synonym => "a synonym",
            Self::Code => "a code or its beginning",
            Self::Nowhere => "with a word that no name has",
        }
    }

    fn text(self, procedure: &Procedure, random: &mut Random) -> Option<String> {
        let words: Vec<&str> = procedure.name.split_whitespace().collect();
        let count = (2 + random.below(5) as usize).min(words.len());
        let start = random.below((words.len() - count) as u64 + 1) as usize;
        let some = words.get(start..start + count)?;
        Some(match self {
            Self::Name => procedure.name.clone(),
            Self::Words => some.join(" "),
            Self::Folded => fold(&some.join(" ")),
            Self::Unfinished => {
                let text = fold(&some.join(" "));
                let last = text.split(' ').next_back()?.chars().count() as u64;
                let typed = text.chars().count() - random.below(last) as usize;
                text.chars().take(typed).collect()
            }
            Self::Common => fold(words.first()?),
            Self::Scattered => {
                let mut mixed: Vec<&str> = some.to_vec();
                mixed.reverse();
                fold(&mixed.join(" "))
            }
            Self::Synonym => procedure.synonyms.first()?.clone(),
            Self::Code => {
                let typed = procedure.code.chars().count() as u64 - random.below(4);
                procedure.code.chars().take(typed as usize).collect()
            }
            Self::Nowhere => format!("{} xyzw", some.join(" ")),
        })
    }
}

/// So many of each kind, the same for the same seed.
pub(super) fn queries(procedures: &[Procedure], seed: u64) -> Vec<Query> {
    let mut random = Random::new(seed);
    let mut queries = Vec::new();
    for kind in Kind::ALL {
        let fitting: Vec<&Procedure> =
            procedures.iter().filter(|one| kind != Kind::Synonym || !one.synonyms.is_empty()).collect();
        while !fitting.is_empty() && queries.iter().filter(|query: &&Query| query.kind == kind).count() < EACH {
            let Some(meant) = fitting.get(random.below(fitting.len() as u64) as usize) else { break };
            if let Some(text) = kind.text(meant, &mut random) {
                queries.push(Query { kind, text, meant: meant.code.clone() });
            }
        }
    }
    queries
}
