//! The essential services that travel inside the app: what the catalogue holds until the province's first pack is here.
//!
//! `cds-portal procedure base-pack` makes the file. It is compiled in like the code that reads it, and needs no signature of
//! its own.

use cds_wire::Digest;
use cds_wire::procedure::PackHeader;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::pack::{PackError, import_pack, open};
use super::state;

const PACK: &[u8] = include_bytes!("../../../../assets/catalogue/base.pack");

/// Its version. The province's begin at 1.
pub(crate) const VERSION: u64 = 0;

/// Fills a catalogue that has nothing of the province's, where it is empty or from another version of the app.
pub(crate) fn fill(connection: &mut Connection) -> Result<(), PackError> {
    let here = state(connection)?;
    if here.is_some_and(|here| here.version != VERSION) {
        return Ok(());
    }
    let digest = Digest(Sha256::digest(PACK).into());
    if here.is_none_or(|here| here.sha256 != digest) {
        import_pack(connection, PACK, &digest, 0)?;
    }
    Ok(())
}

/// What it says of itself.
pub(crate) fn header() -> Result<PackHeader, PackError> {
    Ok(open(PACK)?.0)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, digest, imported, pack, procedure, search};
    use super::super::{life_events, procedure as read, shown};
    use super::*;

    #[test]
    fn the_essential_services_are_found_and_read_in_an_empty_catalogue() {
        let (_folder, mut connection) = fixture::open();
        fill(&mut connection).expect("filled");
        let hits = search(&connection, "dang ky khai sinh", 9).expect("searched");
        assert_eq!(hits.first().map(|hit| hit.code.as_str()), Some("1.001193"));
        assert!(read(&connection, "1.001193").expect("read").is_some_and(|record| !record.papers.is_empty()));
        assert!(!life_events(&connection).expect("read").is_empty());
        let shown = shown(&connection).expect("read");
        assert_eq!((shown.version, shown.built_in), (None, header().expect("a header").as_of));
        assert_eq!(header().expect("a header").version, VERSION);
    }

    #[test]
    fn an_older_one_gives_way_and_the_provinces_stays() {
        let (_folder, mut connection) = fixture::open();
        let older = pack(VERSION, &[procedure("1.000001", "Một")]);
        import_pack(&mut connection, &older, &digest(&older), 5).expect("imported");
        fill(&mut connection).expect("filled");
        assert_eq!(read(&connection, "1.000001").expect("read"), None);
        assert!(read(&connection, "1.001193").expect("read").is_some());

        let (_folder, mut connection) = imported(&[procedure("1.000001", "Một")]);
        fill(&mut connection).expect("left as it is");
        assert!(read(&connection, "1.000001").expect("read").is_some());
        assert_eq!(read(&connection, "1.001193").expect("read"), None);
        assert_eq!(shown(&connection).expect("read").version, Some(1));
    }
}
