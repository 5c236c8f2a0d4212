//! One file as the disk surely holds it, and what has been done to it since.

use crate::chance::{Chance, Fate};

/// Disks write sectors of this many bytes whole or not at all.
const SECTOR: u64 = 512;

/// A change that no sync has made sure of.
#[derive(Debug)]
pub(crate) enum Change {
    Create,
    Write { offset: u64, bytes: Vec<u8> },
    Truncate(u64),
    Delete,
}

/// What is surely there, and what came after.
#[derive(Debug, Default)]
pub(crate) struct Image {
    /// None where there is surely no such file.
    sure: Option<Vec<u8>>,
    since: Vec<Change>,
    /// Open handles.
    pub(crate) handles: usize,
}

impl Image {
    /// A file that was there before anybody watched it.
    pub(crate) fn of(content: Option<Vec<u8>>) -> Self {
        Self { sure: content, ..Self::default() }
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.since.push(change);
    }

    /// All that was done is sure now.
    pub(crate) fn sync(&mut self) {
        let sure = self.sure.take();
        self.sure = self.since.drain(..).fold(sure, |content, change| applied(content, &change));
    }

    /// Whether a sync of the file will have to make sure of its name too.
    pub(crate) fn is_new(&self) -> bool {
        self.since.iter().any(|change| matches!(change, Change::Create))
    }

    /// The folder was synced: whether there is such a file is sure now, though not what is in it.
    pub(crate) fn sync_name(&mut self) {
        let named = self.since.iter().rposition(|change| matches!(change, Change::Create | Change::Delete));
        if let Some(last) = named {
            let is_there = matches!(self.since.get(last), Some(Change::Create));
            self.sure = is_there.then(Vec::new);
            self.since.drain(..=last);
        }
    }

    /// The file as programs see it.
    pub(crate) fn seen(&self) -> Option<Vec<u8>> {
        self.since.iter().fold(self.sure.clone(), applied)
    }

    /// Whether a power cut may change anything.
    pub(crate) fn is_unsure(&self) -> bool {
        !self.since.is_empty()
    }

    /// Lets the power go: what the disk holds afterwards is sure. None where there is no such file.
    pub(crate) fn cut(&mut self, chance: &mut Chance) -> Option<&[u8]> {
        let mut content = self.sure.take();
        for change in std::mem::take(&mut self.since) {
            match change {
                // What comes after a deletion or a creation that did not last went to a file without a name.
                Change::Delete | Change::Create if !chance.coin() => break,
                Change::Write { offset, bytes } => match chance.fate() {
                    Fate::Lost => {}
                    Fate::Kept => content = applied(content, &Change::Write { offset, bytes }),
                    Fate::Torn => {
                        for (offset, bytes) in sectors(offset, &bytes) {
                            if chance.coin() {
                                content = applied(content, &Change::Write { offset, bytes: bytes.to_vec() });
                            }
                        }
                    }
                },
                Change::Truncate(_) if !chance.coin() => {}
                change => content = applied(content, &change),
            }
        }
        self.sure = content;
        self.sure.as_deref()
    }
}

fn applied(content: Option<Vec<u8>>, change: &Change) -> Option<Vec<u8>> {
    match change {
        Change::Delete => None,
        Change::Create => Some(content.unwrap_or_default()),
        Change::Truncate(length) => {
            let mut content = content.unwrap_or_default();
            content.resize(usize::try_from(*length).unwrap_or(0), 0);
            Some(content)
        }
        Change::Write { offset, bytes } => {
            let mut content = content.unwrap_or_default();
            let start = usize::try_from(*offset).unwrap_or(0);
            let end = start + bytes.len();
            content.resize(content.len().max(end), 0);
            content.get_mut(start..end).unwrap_or_default().copy_from_slice(bytes);
            Some(content)
        }
    }
}

/// A write cut at the borders of sectors.
fn sectors(offset: u64, bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let mut parts = Vec::new();
    let (mut at, mut rest) = (offset, bytes);
    while !rest.is_empty() {
        let length = usize::try_from(SECTOR - at % SECTOR).unwrap_or(1).min(rest.len());
        let (part, after) = rest.split_at(length);
        parts.push((at, part));
        at += length as u64;
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(offset: u64, bytes: &[u8]) -> Change {
        Change::Write { offset, bytes: bytes.to_vec() }
    }

    #[test]
    fn what_was_synced_stays_and_what_was_not_may_go() {
        for (seed, expected) in [(4, b"old".as_slice()), (5, b"newer")] {
            let mut image = Image::of(Some(b"old".to_vec()));
            image.note(written(0, b"newer"));
            assert_eq!(image.seen().as_deref(), Some(b"newer".as_slice()));
            assert_eq!(image.cut(&mut Chance::new(seed)), Some(expected));
            assert!(!image.is_unsure());
        }
        let mut image = Image::of(Some(b"old".to_vec()));
        image.note(written(3, b"er"));
        image.sync();
        assert_eq!(image.cut(&mut Chance::new(4)), Some(b"older".as_slice()));
    }

    #[test]
    fn a_file_that_nothing_synced_or_a_deletion_may_be_undone() {
        let mut image = Image::of(None);
        image.note(Change::Create);
        image.note(written(0, b"new"));
        assert_eq!(image.cut(&mut Chance::new(4)), None);
        let mut image = Image::of(Some(b"old".to_vec()));
        image.note(Change::Delete);
        image.note(Change::Create);
        image.note(written(0, b"another"));
        assert_eq!(image.cut(&mut Chance::new(4)), Some(b"old".as_slice()));
    }

    #[test]
    fn a_torn_write_is_torn_between_sectors() {
        let mut torn = 0;
        for seed in 2..400 {
            let mut image = Image::of(Some(vec![0; 2048]));
            image.note(written(100, &[1; 1500]));
            let after = image.cut(&mut Chance::new(seed)).expect("it is there").to_vec();
            let sectors: Vec<Vec<u8>> =
                after.chunks(512).map(|sector| sector.iter().copied().rev().collect()).collect();
            assert!(sectors[0][0] == sectors[0][411] && sectors[0][412..].iter().all(|byte| *byte == 0), "{seed}");
            assert!(sectors[1].iter().all(|byte| *byte == sectors[1][0]), "{seed}");
            assert!(sectors[2].iter().all(|byte| *byte == sectors[2][0]), "{seed}");
            torn += usize::from(sectors[1][0] != sectors[2][0]);
        }
        assert!(torn > 20, "{torn} of 400 were torn");
    }
}
