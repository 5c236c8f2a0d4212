//! What the account's devices are told of a recovery: where it stands, for the app, and an alert in words, for the
//! citizen. Whoever did not ask for it learns of it while it can still be stopped, and also where an officer let it pass.

use cds_wire::UnixMillis;
use cds_wire::alert::AlertRecord;
use cds_wire::portal::RecoveryNotice;
use serde::Serialize;

use crate::office::ALERT_LANE;
use crate::storage::{NewEntity, StorageError, Tx};

/// The id of the notice, and of the alert.
const RECOVERY: &str = "recovery";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A release that goes unnoticed for so long was the citizen's own.
const TOLD_MS: i64 = 30 * DAY_MS;

const EVENT: &str = "Bảo mật tài khoản";
const AREA: &str = "Tài khoản của bạn";
const INSTRUCTION: &str = "Nếu không phải bạn, hãy đến ngay bộ phận một cửa với thẻ căn cước để chặn thiết bị đó.";

/// A device asks for the recovery key.
pub(crate) fn asked(tx: &dyn Tx, account: &str, sender: &str, notice: &RecoveryNotice) -> Result<(), StorageError> {
    put(tx, account, RecoveryNotice::KIND, Some(notice))?;
    alert(
        tx,
        account,
        sender,
        "Có thiết bị xin khóa khôi phục của bạn",
        "Một thiết bị vừa đăng nhập vào tài khoản của bạn và xin khóa để mở dữ liệu khi quên mã PIN. Khóa được giao sau \
         24 giờ kể từ lúc gửi thông báo này.",
        (notice.asked_at, notice.release_at),
    )
}

/// A device has it.
pub(crate) fn released(tx: &dyn Tx, account: &str, sender: &str, now: UnixMillis) -> Result<(), StorageError> {
    put::<RecoveryNotice>(tx, account, RecoveryNotice::KIND, None)?;
    alert(
        tx,
        account,
        sender,
        "Khóa khôi phục của bạn đã được giao cho một thiết bị",
        "Một thiết bị đã đăng nhập vào tài khoản của bạn và nhận khóa để mở dữ liệu khi quên mã PIN.",
        (now, now + TOLD_MS),
    )
}

/// Nobody waits for it any more: the device that asked was revoked.
pub(crate) fn ended(tx: &dyn Tx, account: &str) -> Result<(), StorageError> {
    put::<RecoveryNotice>(tx, account, RecoveryNotice::KIND, None)?;
    put::<AlertRecord>(tx, account, AlertRecord::KIND, None)
}

fn alert(
    tx: &dyn Tx,
    account: &str,
    sender: &str,
    headline: &str,
    description: &str,
    (sent_at, expires_at): (UnixMillis, UnixMillis),
) -> Result<(), StorageError> {
    let record = AlertRecord {
        level: None,
        event: EVENT.to_owned(),
        headline: headline.to_owned(),
        description: description.to_owned(),
        instruction: Some(INSTRUCTION.to_owned()),
        area: AREA.to_owned(),
        sender: sender.to_owned(),
        sent_at,
        expires_at,
    };
    put(tx, account, AlertRecord::KIND, Some(&record))
}

fn put<T: Serialize>(tx: &dyn Tx, account: &str, kind: &str, record: Option<&T>) -> Result<(), StorageError> {
    let data = record.map(serde_json::to_value).transpose().map_err(|_| StorageError::Damaged("record"))?;
    tx.put(account, &NewEntity { lane: ALERT_LANE, kind, id: RECOVERY, data: data.as_ref() }).map(|_| ())
}
