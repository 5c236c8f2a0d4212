//! The citizen's identity codes, to be shown to others.

use cds_identity::{Claims, Invalid, LIVE_PERIOD_S, Verdict, live_code, paper_code};
use cds_wire::ipc::{CodeShown, LiveCodeShown};
use cds_wire::portal::{CredentialRecord, DeviceRecord, ProblemCode, Sex};
use cds_wire::{Bytes, Sensitive};

use super::App;
use super::checking::judge;
use crate::account::Account;
use crate::code_page::CodePage;
use crate::store::cache::Contact;
use crate::trust::TrustLists;
use crate::{Error, code_picture};

/// This device's session was ended.
const ENDED: Error = Error::Refused(ProblemCode::Unauthorized);

/// Whom a code names.
struct Holder {
    name: Sensitive,
    birth_date: Option<Sensitive>,
    sex: Option<Sensitive<Sex>>,
    last4: Sensitive,
    /// The province that signed, where this device's lists know it.
    issuer: Option<String>,
    trial: bool,
}

impl App {
    /// The citizen's paper code, from this device.
    pub fn show_code(&self) -> Result<CodeShown, Error> {
        let (text, record, holder) = self.paper_code()?;
        let Holder { name, birth_date, sex, last4, trial, .. } = holder;
        let picture = Bytes(code_picture::png(&text)?);
        let CredentialRecord { issued_at, expires_at, .. } = record;
        Ok(CodeShown {
            text: Sensitive::new(text),
            name,
            birth_date,
            sex,
            last4,
            picture,
            issued_at,
            expires_at,
            trial,
        })
    }

    /// An A6 page with the paper code and what it says, as a PDF: to be printed and carried, and read by whoever has it.
    pub fn paper_code_page(&self) -> Result<Vec<u8>, Error> {
        let (text, record, holder) = self.paper_code()?;
        let page = CodePage {
            text: &text,
            name: holder.name.reveal(),
            birth_date: holder.birth_date.as_ref().map(|day| day.reveal().as_str()),
            sex: holder.sex.as_ref().map(|sex| *sex.reveal()),
            last4: holder.last4.reveal(),
            issuer: holder.issuer.as_deref(),
            issued_at: record.issued_at,
            expires_at: record.expires_at,
            trial: holder.trial,
        };
        page.pdf()
    }

    /// The paper code's text, the credential in it, and whom it names. Fails as the live code does where there is none.
    fn paper_code(&self) -> Result<(String, CredentialRecord, Holder), Error> {
        let account = self.account()?;
        let (kept, contact) = account.mirror.with(|cache| {
            let kept = cache.entity::<CredentialRecord>(CredentialRecord::KIND, CredentialRecord::PAPER)?;
            Ok((kept, cache.contact()?))
        })?;
        let (_, record) = match kept {
            Some(kept) => kept,
            None if account.vault()?.sender()?.is_none() => return Err(ENDED),
            None => return Err(missing(contact)),
        };
        let text = paper_code(&record.credential.0);
        let holder = self.holder(&account, &text)?;
        Ok((text, record, holder))
    }

    /// The citizen's live code for this moment. Needs no network, for as long as the credential counts.
    ///
    /// Fails where this device's session was ended, and where there is no credential for it: not found before the first
    /// synchronisation is complete, and withdrawn after it.
    pub fn live_code(&self) -> Result<LiveCodeShown, Error> {
        let account = self.account()?;
        let sender = account.vault()?.sender()?.ok_or(ENDED)?;
        let (device, credential, contact) = account.mirror.with(|cache| {
            let device = cache.entity::<DeviceRecord>(DeviceRecord::KIND, &sender.device)?;
            let credential = cache.entity::<CredentialRecord>(CredentialRecord::KIND, &sender.device)?;
            Ok((device, credential, cache.contact()?))
        })?;
        if device.is_some_and(|(_, device)| device.ended_at.is_some()) {
            return Err(ENDED);
        }
        let (_, record) = credential.ok_or_else(|| missing(contact))?;
        let now = self.environment.clock.now();
        let stamp_s = now.div_euclid(1000);
        let text = live_code(&record.credential.0, stamp_s, &sender.key).ok_or(Error::NotFound)?;
        let Holder { name, birth_date, sex, last4, trial, .. } = self.holder(&account, &text)?;
        let picture = Bytes(code_picture::png(&text)?);
        account.mirror.with(|cache| cache.code_shown(now))?;
        Ok(LiveCodeShown {
            text: Sensitive::new(text),
            picture,
            name,
            birth_date,
            sex,
            last4,
            stamped_at: stamp_s * 1000,
            renew_at: (stamp_s + LIVE_PERIOD_S) * 1000,
            issued_at: record.issued_at,
            expires_at: record.expires_at,
            last_contact: contact.last,
            trial,
        })
    }

    /// Whom a code of this citizen's names, by this device's lists. One that they call withdrawn is not shown.
    fn holder(&self, account: &Account, text: &str) -> Result<Holder, Error> {
        let lists = self.trust().lists();
        let (verdict, by) = judge(text, &lists, None, self.environment.clock.now());
        if verdict == Verdict::Invalid(Invalid::Revoked) {
            return Err(Error::CodeWithdrawn);
        }
        let claims: Option<&Claims> = verdict.genuine().map(|genuine| &genuine.claims);
        Ok(Holder {
            name: match claims {
                Some(claims) => Sensitive::new(claims.name.clone()),
                None => account.vault()?.name()?,
            },
            birth_date: claims.map(|claims| Sensitive::new(claims.birth_date.clone())),
            sex: claims.map(|claims| Sensitive::new(sex(claims.sex))),
            last4: claims.map(|claims| Sensitive::new(claims.last4.clone())).unwrap_or_default(),
            issuer: by.map(|by| by.list.name.clone()),
            trial: by.is_none_or(|by| by.trial),
        })
    }
}

/// Why there is no credential: what a complete mirror of the portal lacks was withdrawn.
fn missing(contact: Contact) -> Error {
    if contact.complete { Error::CodeWithdrawn } else { Error::NotFound }
}

fn sex(sex: cds_identity::Sex) -> Sex {
    match sex {
        cds_identity::Sex::Male => Sex::Male,
        cds_identity::Sex::Female => Sex::Female,
    }
}
