//! The form of the file.

use cds_identity::{Claims, FirstScan, Genuine, KeyUse, Sex, Status, StatusList, TrustList, Verdict};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct File {
    pub(super) about: String,
    pub(super) keys: Vec<Key>,
    pub(super) trust_lists: Vec<Trust>,
    pub(super) status_lists: Vec<Listed>,
    pub(super) codes: Vec<Code>,
}

/// A key that the vectors were made with.
#[derive(Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) seed: String,
    pub(super) public_key: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Trust {
    pub(super) name: String,
    pub(super) root: String,
    pub(super) list: String,
    pub(super) answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<TrustContent>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(super) struct TrustContent {
    issuer: String,
    name: String,
    serial: u64,
    issued_at: i64,
    keys: Vec<TrustKey>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct TrustKey {
    #[serde(rename = "use")]
    key_use: String,
    public_key: String,
    not_before: i64,
    not_after: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) trust: String,
    pub(super) list: String,
    pub(super) answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<StatusContent>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(super) struct StatusContent {
    issuer: String,
    serial: u64,
    issued_at: i64,
    revoked: Vec<u32>,
}

#[derive(Serialize, Deserialize, Clone)]
pub(super) struct Code {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) now: i64,
    pub(super) trust: Vec<String>,
    pub(super) status: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<First>,
    pub(super) answer: Answer,
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
pub(super) struct First {
    pub(super) device_key: String,
    pub(super) stamp: i64,
    pub(super) scanned_at: i64,
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wait_s: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<First>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clock_off_s: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trust_issued_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claims: Option<Said>,
}

/// What a credential says.
#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
pub(super) struct Said {
    issuer: String,
    subject: String,
    issued_at: i64,
    expires_at: i64,
    name: String,
    birth_date: String,
    sex: String,
    last4: String,
    commune: String,
    status_index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_key: Option<String>,
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16).expect("hexadecimal")).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits")).collect()
}

pub(super) const fn use_name(key_use: KeyUse) -> &'static str {
    match key_use {
        KeyUse::Credential => "credential",
        KeyUse::Status => "status",
        KeyUse::Receipt => "receipt",
        KeyUse::Pack => "pack",
        KeyUse::Alert => "alert",
    }
}

impl File {
    /// A list that a code is judged by.
    pub(super) fn trust(&self, name: &str) -> TrustList {
        let vector = self.trust_lists.iter().find(|vector| vector.name == name).expect(name);
        TrustList::verify(&bytes(&vector.list), &bytes(&vector.root).try_into().expect("32 bytes")).expect(name)
    }

    /// A list that a code is judged by.
    pub(super) fn status(&self, name: &str) -> StatusList {
        let vector = self.status_lists.iter().find(|vector| vector.name == name).expect(name);
        StatusList::verify(&bytes(&vector.list), &self.trust(&vector.trust)).expect(name)
    }
}

impl From<&TrustList> for TrustContent {
    fn from(list: &TrustList) -> Self {
        let keys = list.keys.iter().map(|key| TrustKey {
            key_use: use_name(key.key_use).to_owned(),
            public_key: hex(&key.public_key),
            not_before: key.not_before,
            not_after: key.not_after,
        });
        Self {
            issuer: list.issuer.clone(),
            name: list.name.clone(),
            serial: list.serial,
            issued_at: list.issued_at,
            keys: keys.collect(),
        }
    }
}

impl From<&StatusList> for StatusContent {
    fn from(status: &StatusList) -> Self {
        Self {
            issuer: status.issuer.clone(),
            serial: status.serial,
            issued_at: status.issued_at,
            revoked: status.revoked.iter().copied().collect(),
        }
    }
}

impl From<&FirstScan> for First {
    fn from(scan: &FirstScan) -> Self {
        Self { device_key: hex(&scan.device_key), stamp: scan.stamp_s, scanned_at: scan.scanned_at_s }
    }
}

impl First {
    pub(super) fn scan(&self) -> FirstScan {
        let device_key = bytes(&self.device_key).try_into().expect("32 bytes");
        FirstScan { device_key, stamp_s: self.stamp, scanned_at_s: self.scanned_at }
    }
}

impl From<&Claims> for Said {
    fn from(claims: &Claims) -> Self {
        Self {
            issuer: claims.issuer.clone(),
            subject: claims.subject.clone(),
            issued_at: claims.issued_at,
            expires_at: claims.expires_at,
            name: claims.name.clone(),
            birth_date: claims.birth_date.clone(),
            sex: match claims.sex {
                Sex::Male => "male".to_owned(),
                Sex::Female => "female".to_owned(),
            },
            last4: claims.last4.clone(),
            commune: claims.commune.clone(),
            status_index: claims.status_index,
            device_key: claims.device_key.map(|key| hex(&key)),
        }
    }
}

impl From<&Verdict> for Answer {
    fn from(verdict: &Verdict) -> Self {
        let mut answer =
            Self { answer: verdict.code().to_owned(), reason: verdict.reason().map(str::to_owned), ..Self::default() };
        if let Some(Genuine { claims, list_issued_at, status }) = verdict.genuine() {
            answer.claims = Some(claims.into());
            answer.trust_issued_at = Some(*list_issued_at);
            let (name, days) = match status {
                Status::Current => ("current", None),
                Status::Old(days) => ("old", Some(*days)),
                Status::Missing => ("missing", None),
            };
            (answer.status, answer.status_days) = (Some(name.to_owned()), days);
        }
        match verdict {
            Verdict::Live { clock_off_s, .. } => answer.clock_off_s = *clock_off_s,
            Verdict::ScanAgain { first, wait_s } => {
                (answer.first, answer.wait_s) = (Some(first.into()), Some(*wait_s));
            }
            _ => {}
        }
        answer
    }
}
