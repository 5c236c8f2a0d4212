//! Ids of what the citizen makes: UUIDs version 7 (RFC 9562), which sort by the moment of their making.

use cds_wire::UnixMillis;

use crate::Error;
use crate::rng::{self, Rng};

/// A new id. A clock before 1970 counts as 1970.
pub(crate) fn new_id(now: UnixMillis, rng: &dyn Rng) -> Result<String, Error> {
    let bytes: [u8; 10] = rng::bytes(rng)?;
    let millis = u64::try_from(now).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::OsRng;

    #[test]
    fn a_later_id_sorts_behind_an_earlier_one() {
        let early = new_id(1_790_000_000_000, &OsRng).expect("an id");
        let late = new_id(1_790_000_000_001, &OsRng).expect("an id");
        assert!(early < late, "{early} {late}");
        assert_eq!(early.len(), 36);
        assert_eq!(early.get(14..15), Some("7"));
        assert!(new_id(-5, &OsRng).is_ok());
    }
}
