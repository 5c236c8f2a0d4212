//! A made-up catalogue of the size and the shapes of the national one, for measurements and tests.
//!
//! The national one, as crawled in July 2026, had 4,037 procedures; the numbers below are the least, the median, the
//! 90th and 99th hundredth and the most that were seen there. Each most is there exactly once. Texts are put together
//! from sentences that a field of administration says again and again, as the real ones do, with numbers in them.

mod words;

use std::collections::BTreeSet;

use cds_wire::procedure::{
    Channel, ChannelKind, Fee, PaperGroup, Procedure, ProcedureFlag, RequiredPaper, TimeLimit, TimeUnit,
};

use words::{ACTIONS, AUDIENCES, CLAUSES, EVENTS, FIELDS, LEVELS, OBJECTS, PAPERS, QUALIFIERS, SYNONYMS};

/// Procedures in the national catalogue.
pub const NATIONAL: usize = 4_037;
/// Sentences that a field says again and again.
const SENTENCES: usize = 60;
/// The essential services.
const ESSENTIAL: usize = 25;

/// How large things are: least, median, 90 of 100, 99 of 100, most.
type Shape = [u64; 5];
const NAME: Shape = [7, 89, 215, 491, 1_192];
const STEPS: Shape = [49, 1_390, 4_439, 9_051, 22_855];
const CONDITIONS: Shape = [0, 0, 1_190, 6_647, 44_590];
const PAPER_ROWS: Shape = [0, 3, 10, 35, 224];
const GROUPS: Shape = [1, 1, 2, 8, 20];
const PAPER_NAME: Shape = [4, 148, 440, 1_301, 7_630];
const CHANNELS: Shape = [0, 3, 3, 6, 18];
const CHANNEL_NOTE: Shape = [0, 16, 572, 1_801, 4_549];
const FEE_NOTE: Shape = [0, 0, 192, 689, 1_059];
const LEGAL: Shape = [0, 4, 10, 18, 34];
const RESULTS: Shape = [0, 1, 2, 4, 18];

/// So many procedures by their code, the same for the same seed. The first of them bear the extremes.
pub fn national(count: usize, seed: u64) -> Vec<Procedure> {
    let mut random = Random(seed);
    let fields: Vec<(&str, Vec<String>)> = FIELDS
        .iter()
        .map(|field| (*field, (0..SENTENCES).map(|_| sentence(&mut random, &field.to_lowercase())).collect()))
        .collect();
    let mut names = BTreeSet::new();
    let mut procedures: Vec<Procedure> = Vec::with_capacity(count);
    for number in 0..count {
        let Some((field, sentences)) = fields.get(random.below(fields.len())) else { break };
        let most = |position| number == position;
        let mut name = name(&mut random, most(0));
        while !names.insert(name.clone()) {
            // A name of a few words alone may come twice.
            name = format!("{name}, {}", random.of(QUALIFIERS));
        }
        procedures.push(Procedure {
            code: format!("{}.{:06}", number % 3 + 1, 104 + number * 3),
            name,
            ..record(&mut random, number, field, sentences)
        });
    }
    procedures.sort_by(|one, other| one.code.cmp(&other.code));
    procedures
}

/// All but code and name.
fn record(random: &mut Random, number: usize, field: &str, sentences: &[String]) -> Procedure {
    let most = |position| number == position;
    let mut conditions = random.size(&CONDITIONS, most(2));
    // The real ones have few that are short.
    conditions = if conditions < 40 { 0 } else { conditions };
    let channels = (0..random.size(&CHANNELS, most(5))).map(|way| channel(random, way, most(6) && way == 0, sentences));
    let channels: Vec<Channel> = channels.collect();
    let results = (0..random.size(&RESULTS, most(8))).map(|_| format!("{} {}", random.of(ACTIONS), random.of(OBJECTS)));
    let results = results.collect();
    let mut flags = Vec::new();
    let bare = |channel: &Channel| channel.time.as_ref().is_some_and(|time| time.unit.is_none() && time.text.is_none());
    if channels.iter().any(bare) {
        flags.push(ProcedureFlag::TimeUnitMissing);
    }
    if random.one_in(100) {
        flags.push(ProcedureFlag::DetailSuspect);
    }
    let levels = match random.below(5) {
        0 => LEVELS.iter().take(2 + random.below(3)).copied().collect(),
        _ => vec![random.of(LEVELS)],
    };
    Procedure {
        code: String::new(),
        name: String::new(),
        field: Some(field.to_owned()),
        levels: levels.into_iter().map(str::to_owned).collect(),
        audience: vec![random.of(AUDIENCES).to_owned()],
        agency: Some(format!("Sở quản lý {}", field.to_lowercase())),
        decision: Some(format!("{}/QĐ-UBND", 100 + random.below(3_000))),
        essential: (number < ESSENTIAL).then(|| u8::try_from(number + 1).unwrap_or(u8::MAX)),
        life_events: if number < ESSENTIAL * 4 { vec![random.of(EVENTS).to_owned()] } else { Vec::new() },
        synonyms: if random.one_in(20) { vec![random.of(SYNONYMS).to_owned()] } else { Vec::new() },
        channels,
        papers: papers(random, number, sentences),
        conditions: (conditions > 0).then(|| random.text(sentences, conditions)),
        steps: Some(sized(random, sentences, &STEPS, most(1))),
        results,
        legal: (0..random.size(&LEGAL, most(9))).map(|_| law(random, field)).collect(),
        valid_from: None,
        valid_to: random.one_in(200).then(|| "2026-06-30".to_owned()),
        // Those that have the most are found by everybody.
        province: random.one_in(150).then(|| "68".to_owned()).filter(|_| number > 9),
        superseded_by: random.one_in(100).then(|| "1.000104".to_owned()),
        flags,
    }
}

fn name(random: &mut Random, most: bool) -> String {
    let length = random.size(&NAME, most);
    let mut name = if random.one_in(4) { "Thủ tục ".to_owned() } else { String::new() };
    name.push_str(random.of(ACTIONS));
    let mut gap = " ";
    while name.chars().count() < length || gap == " " {
        name.push_str(gap);
        name.push_str(random.of(OBJECTS));
        if name.chars().count() < length {
            name.push(' ');
            name.push_str(random.of(QUALIFIERS));
        }
        gap = if random.one_in(2) { " hoặc " } else { ", " };
    }
    // No other is as long as the longest.
    let [.., longest] = NAME;
    let kept = if most { length } else { usize::try_from(longest).unwrap_or_default() - 1 };
    name.chars().take(kept).collect::<String>().trim_end().to_owned()
}

fn papers(random: &mut Random, number: usize, sentences: &[String]) -> Vec<PaperGroup> {
    let rows = random.size(&PAPER_ROWS, number == 3);
    let groups = random.size(&GROUPS, number == 4);
    // The one with the most cases has papers for each of them.
    let (mut rows, groups) = if number == 4 { (rows.max(groups), groups) } else { (rows, groups.min(rows.max(1))) };
    let each = rows.div_ceil(groups);
    let mut longest = number == 7;
    let mut made = Vec::new();
    for group in 1..=groups {
        let here = each.min(rows);
        rows -= here;
        let case = (groups > 1).then(|| format!("Trường hợp {group}: {}", random.of(QUALIFIERS)));
        let papers = (0..here).map(|_| paper(random, std::mem::take(&mut longest), sentences)).collect();
        made.push(PaperGroup { case, papers });
    }
    made
}

fn paper(random: &mut Random, longest: bool, sentences: &[String]) -> RequiredPaper {
    let (originals, copies) = match random.below(8) {
        0 => (0, 0),
        1 => (2, 0),
        2 | 3 => (0, 1),
        _ => (1, 0),
    };
    let length = random.size(&PAPER_NAME, longest);
    let name = format!("{}: {}", random.of(PAPERS), random.text(sentences, length));
    let name = name.chars().take(length).collect::<String>().trim_end().to_owned();
    RequiredPaper { name, originals, copies, remark: originals == 0 && copies == 0 }
}

fn channel(random: &mut Random, way: usize, longest: bool, sentences: &[String]) -> Channel {
    let kind = match way % 3 {
        0 => ChannelKind::InPerson,
        1 => ChannelKind::Online,
        _ => ChannelKind::Post,
    };
    let value = [0.5, 1.0, 3.0, 5.0, 15.0, 20.0, 30.0].get(random.below(7)).copied();
    let time = match random.below(12) {
        0 => None,
        1 => Some(TimeLimit { value, unit: None, text: None }),
        2 => Some(TimeLimit { value: None, unit: None, text: Some("Giải quyết trong ngày".to_owned()) }),
        3 => Some(TimeLimit { value, unit: Some(TimeUnit::Day), text: None }),
        _ => Some(TimeLimit { value, unit: Some(TimeUnit::WorkingDay), text: None }),
    };
    let note = sized(random, sentences, &CHANNEL_NOTE, longest);
    let fee_note = sized(random, sentences, &FEE_NOTE, longest);
    let free = random.one_in(2);
    let amount = (!free).then(|| 5_000 * (1 + random.below(60)) as u64);
    let fee = Fee { amount, free, note: Some(fee_note).filter(|note| !note.is_empty()) };
    let fees = if random.one_in(3) { Vec::new() } else { vec![fee] };
    Channel { channel: kind, time, fees, note: Some(note).filter(|note| !note.is_empty()) }
}

fn law(random: &mut Random, field: &str) -> String {
    let kind = random.of(&["Luật", "Nghị định", "Thông tư", "Quyết định"]);
    let (number, year) = (1 + random.below(180), 2013 + random.below(14));
    format!("{number}/{year}/NĐ-CP {kind} về {}", field.to_lowercase())
}

fn sentence(random: &mut Random, field: &str) -> String {
    let (first, second) = (random.of(CLAUSES), random.of(CLAUSES));
    let number = 1 + random.below(30);
    format!("Về {field}: {first} trong {number} ngày; {second}, {}.", random.of(QUALIFIERS))
}

/// A text of a length that the shape has.
fn sized(random: &mut Random, sentences: &[String], shape: &Shape, most: bool) -> String {
    let length = random.size(shape, most);
    random.text(sentences, length)
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() % end.max(1) as u64).unwrap_or_default()
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn of<'a>(&mut self, several: &[&'a str]) -> &'a str {
        several.get(self.below(several.len())).copied().unwrap_or_default()
    }

    /// A size from the shape, below its most; or that.
    fn size(&mut self, [least, median, tenth, hundredth, top]: &Shape, most: bool) -> usize {
        let between = |random: &mut Self, from: u64, to: u64| from + random.bits() % (to - from).max(1);
        let size = match self.below(1_000) {
            _ if most => *top,
            0..500 => between(self, *least, *median),
            500..900 => between(self, *median, *tenth),
            900..990 => between(self, *tenth, *hundredth),
            _ => between(self, *hundredth, *top),
        };
        usize::try_from(size).unwrap_or_default()
    }

    /// So many characters of sentences, a line each.
    fn text(&mut self, sentences: &[String], length: usize) -> String {
        let (mut text, mut missing) = (String::new(), length);
        while missing > 0 {
            let Some(sentence) = sentences.get(self.below(sentences.len())) else { break };
            let numbered = format!("{}) {sentence}\n", 1 + self.below(9));
            text.extend(numbered.chars().take(missing));
            missing = missing.saturating_sub(numbered.chars().count());
        }
        // As an importer leaves texts.
        while text.ends_with(char::is_whitespace) {
            text.pop();
            text.push('.');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_the_extremes_of_the_national_one_and_is_the_same_again() {
        let made = national(400, 1);
        assert_eq!(made, national(400, 1));
        assert_ne!(made, national(400, 2));
        let most = |size: fn(&Procedure) -> usize| made.iter().map(size).max().unwrap_or_default();
        let characters = |text: &Option<String>| text.as_deref().map_or(0, |text| text.chars().count());
        assert_eq!(most(|procedure| procedure.name.chars().count()), 1_192);
        assert_eq!(made.iter().map(|procedure| characters(&procedure.steps)).max(), Some(22_855));
        assert_eq!(made.iter().map(|procedure| characters(&procedure.conditions)).max(), Some(44_590));
        assert_eq!(most(|procedure| procedure.papers.iter().map(|group| group.papers.len()).sum()), 224);
        assert_eq!(most(|procedure| procedure.papers.len()), 20);
        assert_eq!(most(|procedure| procedure.channels.len()), 18);
        assert_eq!(most(|procedure| procedure.legal.len()), 34);
        let codes: BTreeSet<&str> = made.iter().map(|procedure| procedure.code.as_str()).collect();
        let names: BTreeSet<&str> = made.iter().map(|procedure| procedure.name.as_str()).collect();
        assert_eq!((codes.len(), names.len()), (400, 400));
    }
}
