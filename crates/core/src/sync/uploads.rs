//! Sending contents, piece by piece, each from where the portal's bytes end.

use cds_wire::ipc::Activity;
use cds_wire::portal::{ProblemCode, Upload};

use super::Sync;
use crate::{Error, portal_client};

/// How often an upload may lose its place before it waits for the next synchronisation.
const MAX_LOST: u32 = 3;

impl Sync<'_> {
    /// Sends what the portal wants. True where something went, so that results may follow.
    pub(super) fn upload(&mut self, uploads: &[Upload]) -> Result<bool, Error> {
        let wanted: Vec<(&Upload, &str)> = uploads
            .iter()
            .filter(|upload| !upload.have)
            .filter_map(|upload| Some((upload, upload.url.as_deref()?)))
            .collect();
        let (mut done, mut total) = (0, 0);
        for (upload, _) in &wanted {
            total += self.account.vault()?.content_size(&upload.sha256)?.unwrap_or(0);
            done += upload.offset.unwrap_or(0);
        }
        let mut sent = false;
        for (upload, url) in wanted {
            sent |= self.upload_one(upload, url, &mut done, total)?;
        }
        Ok(sent)
    }

    /// `done` counts what of `total` bytes has arrived, for the citizen to see.
    fn upload_one(&mut self, upload: &Upload, url: &str, done: &mut u64, total: u64) -> Result<bool, Error> {
        let mut offset = upload.offset.unwrap_or(0);
        let mut lost = 0;
        let mut sent = false;
        loop {
            self.account.still_wanted()?;
            self.heart.doing(Activity::Sending { done: (*done).min(total), total });
            let length = usize::try_from(self.pace.piece()).unwrap_or(usize::MAX);
            let piece = self.account.vault()?.content_part(&upload.sha256, offset, length)?;
            if piece.is_empty() {
                return Ok(sent);
            }
            let bytes = piece.len() as u64;
            let began = self.environment.clock.monotonic();
            let transport = &*self.environment.transport;
            let piece = portal_client::append(url, &self.sender.token, offset, piece);
            let appended =
                portal_client::answered(transport.send(piece)).and_then(|reply| portal_client::offset(&reply));
            self.report.bytes_up += bytes;
            match appended {
                Ok(now_at) if now_at <= offset => return Err(Error::NotUnderstood),
                Ok(now_at) => {
                    sent = true;
                    self.pace.measured(bytes, self.environment.clock.monotonic().saturating_sub(began));
                    *done += now_at - offset;
                    offset = now_at;
                }
                // Another connection was quicker, or this piece arrived in part: ask where the portal's bytes end.
                Err(Error::Refused(ProblemCode::OffsetWrong)) if lost < MAX_LOST => {
                    lost += 1;
                    let ask = portal_client::ask_offset(url, &self.sender.token);
                    offset = portal_client::offset(&portal_client::answered(transport.send(ask))?)?;
                }
                // Damaged on the way: from the beginning, once; the portal ends the command if it happens again.
                Err(Error::Refused(ProblemCode::DigestWrong)) if lost < MAX_LOST => {
                    lost = MAX_LOST;
                    offset = 0;
                }
                Err(Error::Refused(ProblemCode::DigestWrong | ProblemCode::OffsetWrong)) => return Ok(true),
                Err(error) => {
                    self.pace.broke();
                    return Err(error);
                }
            }
        }
    }
}
