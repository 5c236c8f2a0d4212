//! The order within a stream: a command holds only if those it was made after hold.

use cds_wire::portal::{CommandStatus, ResultCode};

use crate::storage::{Earlier, Outcome};

/// What the earlier commands of its stream, from the same device, mean for a command made when results up to `ack_seq`
/// were known: it goes on where there is none, otherwise it ends or waits.
///
/// A command that was replaced stands in nobody's way, nor does the one that this command replaces.
pub(super) fn rule(earlier: &[Earlier], ack_seq: u64, supersedes: Option<&str>) -> Option<Outcome> {
    let unknown_end = |earlier: &Earlier| {
        let ended = matches!(earlier.status, CommandStatus::Rejected | CommandStatus::Conflict);
        ended && earlier.code != Some(ResultCode::Superseded) && earlier.seq > ack_seq
    };
    if earlier.iter().any(unknown_end) {
        return Some(Outcome::rejected(ResultCode::Parent));
    }
    let waits = |earlier: &Earlier| !earlier.status.is_final() && Some(earlier.id.as_str()) != supersedes;
    earlier.iter().any(waits).then(|| Outcome::deferred(ResultCode::Behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(seq: u64, status: CommandStatus, code: Option<ResultCode>) -> Earlier {
        Earlier { seq, id: format!("id-{seq}"), status, code }
    }

    #[test]
    fn what_came_before_decides_what_may_follow() {
        use CommandStatus::{Applied, Conflict, Deferred, Duplicate, Rejected};
        let check = |status, code, ack_seq, supersedes, expected: Option<ResultCode>| {
            let before = [earlier(1, Applied, None), earlier(3, status, code)];
            let found = rule(&before, ack_seq, supersedes).and_then(|outcome| outcome.code);
            assert_eq!(found, expected, "{status:?} {code:?} {ack_seq} {supersedes:?}");
        };
        check(Applied, None, 0, None, None);
        check(Duplicate, None, 0, None, None);
        check(Rejected, Some(ResultCode::BodyInvalid), 2, None, Some(ResultCode::Parent));
        check(Conflict, Some(ResultCode::VersionConflict), 2, None, Some(ResultCode::Parent));
        check(Rejected, Some(ResultCode::BodyInvalid), 3, None, None);
        check(Rejected, Some(ResultCode::Superseded), 2, None, None);
        check(Deferred, Some(ResultCode::BlobMissing), 3, None, Some(ResultCode::Behind));
        check(Deferred, Some(ResultCode::BlobMissing), 0, Some("id-3"), None);
        check(Deferred, Some(ResultCode::BlobMissing), 0, Some("id-1"), Some(ResultCode::Behind));
    }
}
