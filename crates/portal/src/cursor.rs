//! The cursor: where a page of changes ended, sealed so that only this portal can make one.
//!
//! It holds how far each lane of each source was read, and the source's newest revision with its chain value. A portal
//! restored from a backup meets a revision that it never had, or that it had with another history.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_wire::UnixMillis;
use cds_wire::portal::Reset;

use crate::otp::keyed_hash;
use crate::storage::Newest;

/// Raised whenever the bytes' meaning changes.
const VERSION: u8 = 1;
const TAG: usize = 12;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Days for which a cursor is good.
pub(crate) const GOOD_DAYS: i64 = 400;
/// Account, province, commune.
pub const SOURCES: usize = 3;
/// Lanes of each source.
pub const LANES: usize = 3;

/// How far one source was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    /// Where the source stood when the page was made.
    pub newest: Newest,
    /// The revision up to which each lane was read.
    pub lanes: [u64; LANES],
}

/// What a cursor says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Generation of the portal's history.
    pub generation: u64,
    /// Account, province, commune.
    pub sources: [Position; SOURCES],
}

/// Why a cursor tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// This portal did not give it to this account.
    NotOurs,
    /// It is ours, too old or of another format.
    Old,
}

impl Cursor {
    /// Writes the cursor for an account: at most 96 characters while revisions stay below two million.
    ///
    /// Lanes are written as what they lack, which is mostly nothing.
    pub fn write(&self, secret: &[u8; 32], account: &str, now: UnixMillis) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&day_of(now).to_be_bytes());
        number(&mut bytes, self.generation);
        for (source, lanes) in self.sources.iter().zip(LANES_IN_USE) {
            number(&mut bytes, source.newest.revision);
            if source.newest.revision == 0 {
                continue;
            }
            bytes.extend_from_slice(&source.newest.chain);
            for &lane in lanes {
                let read = source.lanes.get(lane).copied().unwrap_or_default();
                number(&mut bytes, source.newest.revision.saturating_sub(read));
            }
        }
        sealed(secret, account, &bytes)
    }

    /// Reads a cursor back.
    pub fn read(secret: &[u8; 32], account: &str, text: &str, now: UnixMillis) -> Result<Self, Unreadable> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Unreadable::NotOurs)?;
        let split = bytes.len().checked_sub(TAG).ok_or(Unreadable::NotOurs)?;
        let (body, given) = bytes.split_at_checked(split).ok_or(Unreadable::NotOurs)?;
        if !same(&tag(secret, account, body), given) {
            return Err(Unreadable::NotOurs);
        }
        Self::parse(body, now).ok_or(Unreadable::Old)
    }

    fn parse(body: &[u8], now: UnixMillis) -> Option<Self> {
        let mut rest = body;
        let [version, day @ ..] = *take::<3>(&mut rest)?;
        let age = i64::from(day_of(now)) - i64::from(u16::from_be_bytes(day));
        if version != VERSION || age > GOOD_DAYS {
            return None;
        }
        let mut cursor = Self { generation: read_number(&mut rest)?, ..Self::default() };
        for (source, lanes) in cursor.sources.iter_mut().zip(LANES_IN_USE) {
            source.newest.revision = read_number(&mut rest)?;
            if source.newest.revision == 0 {
                continue;
            }
            source.newest.chain = *take(&mut rest)?;
            source.lanes = [source.newest.revision; LANES];
            for &lane in lanes {
                let lacks = read_number(&mut rest)?;
                *source.lanes.get_mut(lane)? = source.newest.revision.checked_sub(lacks)?;
            }
        }
        rest.is_empty().then_some(cursor)
    }

    /// Whether what the cursor saw happened here too; `chain_at` gives what a source had at a revision.
    pub fn holds<E>(
        &self,
        generation: u64,
        mut chain_at: impl FnMut(usize, u64) -> Result<Option<[u8; 8]>, E>,
    ) -> Result<Result<(), Reset>, E> {
        if self.generation != generation {
            return Ok(Err(Reset::Diverged));
        }
        for (index, source) in self.sources.iter().enumerate() {
            let chain = chain_at(index, source.newest.revision)?;
            #[cfg(seeded_bugs)]
            let chain = chain.map(|chain| if cds_seeded::bug("no-chain") { source.newest.chain } else { chain });
            if chain != Some(source.newest.chain) {
                return Ok(Err(Reset::Diverged));
            }
        }
        Ok(Ok(()))
    }
}

/// Bytes under the portal's seal.
pub(crate) fn sealed(secret: &[u8; 32], account: &str, body: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode([body, &tag(secret, account, body)].concat())
}

/// An audience has alerts and the catalogue, no dossiers.
const LANES_IN_USE: [&[usize]; SOURCES] = [&[0, 1, 2], &[0, 2], &[0, 2]];

/// Days since 1970, which fit until the year 2149.
fn day_of(now: UnixMillis) -> u16 {
    u16::try_from(now.div_euclid(DAY_MS).max(0)).unwrap_or(u16::MAX)
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).unwrap_or_default() | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap_or_default());
}

fn read_number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..63).step_by(7) {
        let [byte] = *take::<1>(rest)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(first)
}

fn tag(secret: &[u8; 32], account: &str, body: &[u8]) -> [u8; TAG] {
    let whole = keyed_hash(secret, b"cursor", &[account.as_bytes(), body]);
    let mut tag = [0; TAG];
    tag.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    tag
}

/// Whether two tags are equal, in time that does not depend on where they differ.
fn same(a: &[u8; TAG], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: [u8; 32] = [7; 32];
    const NOW: UnixMillis = 1_795_305_600_000;

    fn position() -> impl Strategy<Value = Position> {
        (0u64..2_000_000, any::<[u8; 8]>(), any::<[prop::sample::Index; LANES]>()).prop_map(
            |(revision, chain, lanes)| {
                let chain = if revision == 0 { [0; 8] } else { chain };
                let size = usize::try_from(revision).expect("small") + 1;
                Position { newest: Newest { revision, chain }, lanes: lanes.map(|lane| lane.index(size) as u64) }
            },
        )
    }

    /// A position of an audience, whose lane 1 is always read to the end.
    fn feed() -> impl Strategy<Value = Position> {
        position().prop_map(|mut position| {
            position.lanes[1] = position.newest.revision;
            position
        })
    }

    fn cursors() -> impl Strategy<Value = Cursor> {
        (0u64..100, position(), feed(), feed()).prop_map(|(generation, account, province, commune)| Cursor {
            generation,
            sources: [account, province, commune],
        })
    }

    proptest! {
        #[test]
        fn a_cursor_is_short_and_comes_back(cursor in cursors()) {
            let text = cursor.write(&SECRET, "a", NOW);
            prop_assert!(text.len() <= 96, "{} characters", text.len());
            prop_assert_eq!(Cursor::read(&SECRET, "a", &text, NOW), Ok(cursor));
        }

        #[test]
        fn a_cursor_of_another_account_or_portal_or_altered_is_none(cursor in cursors(), at: prop::sample::Index) {
            let text = cursor.write(&SECRET, "a", NOW);
            prop_assert_eq!(Cursor::read(&SECRET, "b", &text, NOW), Err(Unreadable::NotOurs));
            prop_assert_eq!(Cursor::read(&[8; 32], "a", &text, NOW), Err(Unreadable::NotOurs));
            let at = at.index(text.len());
            let altered: String = text
                .chars()
                .enumerate()
                .map(|(i, c)| if i == at { if c == 'A' { 'B' } else { 'A' } } else { c })
                .collect();
            prop_assert_eq!(Cursor::read(&SECRET, "a", &altered, NOW), Err(Unreadable::NotOurs));
        }

        #[test]
        fn no_text_makes_reading_fail_otherwise(text: String) {
            prop_assert_eq!(Cursor::read(&SECRET, "a", &text, NOW), Err(Unreadable::NotOurs));
        }
    }

    #[test]
    fn a_cursor_is_good_for_400_days() {
        let text = Cursor::default().write(&SECRET, "a", NOW);
        let read = |days: i64| Cursor::read(&SECRET, "a", &text, NOW + days * DAY_MS);
        assert_eq!(read(400), Ok(Cursor::default()));
        assert_eq!(read(401), Err(Unreadable::Old));
    }

    #[test]
    fn a_history_that_is_shorter_or_other_is_noticed() {
        let mut cursor = Cursor { generation: 1, ..Cursor::default() };
        cursor.sources[0].newest = Newest { revision: 5, chain: [5; 8] };
        let holds = |generation, chain: Option<[u8; 8]>| {
            let chain_at = |source, _| Ok::<_, ()>(if source == 0 { chain } else { Some([0; 8]) });
            cursor.holds(generation, chain_at).expect("asked")
        };
        assert_eq!(holds(1, Some([5; 8])), Ok(()));
        assert_eq!(holds(2, Some([5; 8])), Err(Reset::Diverged));
        assert_eq!(holds(1, Some([6; 8])), Err(Reset::Diverged));
        assert_eq!(holds(1, None), Err(Reset::Diverged));
    }
}
