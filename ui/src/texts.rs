//! The interface's texts in the citizen's language.
//!
//! `build.rs` makes a function of every message in `assets/locales`; no text on a screen comes from anywhere else but
//! the portal's data.

mod family;
mod fees;
mod forms;
mod messages;
mod names;

use std::fmt;
use std::rc::Rc;

use cds_wire::ipc::{ErrorCode, Language, SecretKind};
use dioxus::prelude::*;

use self::messages::{Messages, Value};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The messages of one language.
#[derive(Clone)]
pub(crate) struct Texts {
    language: Language,
    messages: Rc<Messages>,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.language).finish()
    }
}

impl Texts {
    /// The messages of a language.
    pub(crate) fn new(language: Language) -> Self {
        Self { language, messages: Rc::new(Messages::new(&words(language))) }
    }

    /// The language.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    fn message(&self, number: usize, values: &[(&'static str, Value)]) -> String {
        self.messages.format(number, values)
    }

    /// What the secret that opens the vault is called.
    pub(crate) fn secret(&self, kind: SecretKind) -> String {
        match kind {
            SecretKind::Pin => self.secret_pin(),
            SecretKind::Passphrase => self.secret_passphrase(),
        }
    }

    /// What happened, whether the data is safe, and what to do.
    pub(crate) fn error(&self, code: ErrorCode) -> String {
        match code {
            ErrorCode::PersonalNumberInvalid => self.error_personal_number_invalid(),
            ErrorCode::PhoneInvalid => self.error_phone_invalid(),
            ErrorCode::DateInvalid => self.error_date_invalid(),
            ErrorCode::BirthDateInvalid => self.error_birth_date_invalid(),
            ErrorCode::NameMissing => self.error_name_missing(),
            ErrorCode::ConsentNeeded => self.error_consent_needed(),
            ErrorCode::OtpInvalid => self.error_otp_invalid(),
            ErrorCode::PinNotSixDigits => self.error_pin_not_six_digits(),
            ErrorCode::PinIsRun => self.error_pin_is_run(),
            ErrorCode::PinIsRepeat => self.error_pin_is_repeat(),
            ErrorCode::PassphraseTooShort => self.error_passphrase_too_short(),
            ErrorCode::WrongSecret => self.error_wrong_secret(),
            ErrorCode::UnlockWaiting => self.error_unlock_waiting(),
            ErrorCode::NoNetwork => self.error_no_network(),
            ErrorCode::CertificateRefused => self.error_certificate_refused(),
            ErrorCode::PortalAddressRefused => self.error_portal_address_refused(),
            ErrorCode::SignInRefused => self.error_sign_in_refused(),
            ErrorCode::TooManyTries => self.error_too_many_tries(),
            ErrorCode::TooOften => self.error_too_often(),
            ErrorCode::SignInNeeded => self.error_sign_in_needed(),
            ErrorCode::PortalFailed => self.error_portal_failed(),
            ErrorCode::KeystoreUnavailable => self.error_keystore_unavailable(),
            ErrorCode::KeystoreHangs => self.error_keystore_hangs(),
            ErrorCode::KeystoreLocked => self.error_keystore_locked(),
            ErrorCode::KeystoreEmptied => self.error_keystore_emptied(),
            ErrorCode::AccountInUse => self.error_account_in_use(),
            ErrorCode::VaultDamaged => self.error_vault_damaged(),
            ErrorCode::AppTooOld => self.error_app_too_old(),
            ErrorCode::StorageFailed => self.error_storage_failed(),
            ErrorCode::FileTooLarge => self.error_file_too_large(),
            ErrorCode::FileUnreadable => self.error_file_unreadable(),
            ErrorCode::FileEmpty => self.error_file_empty(),
            ErrorCode::FileDamaged => self.error_file_damaged(),
            ErrorCode::PictureTooLarge => self.error_picture_too_large(),
            ErrorCode::PdfHasPassword => self.error_pdf_has_password(),
            ErrorCode::PagesNotPictures => self.error_pages_not_pictures(),
            ErrorCode::PageNotFound => self.error_page_not_found(),
            ErrorCode::NotFound => self.error_not_found(),
            ErrorCode::CodeWithdrawn => self.error_code_withdrawn(),
            ErrorCode::TooLate => self.error_too_late(),
            ErrorCode::DraftIncomplete => self.error_draft_incomplete(),
            ErrorCode::NotReadyToFile => self.error_not_ready_to_file(),
            ErrorCode::FormTooLarge => self.error_form_too_large(),
            ErrorCode::SupplementEmpty => self.error_supplement_empty(),
            ErrorCode::SupplementUnasked => self.error_supplement_unasked(),
            ErrorCode::RatingRefused => self.error_rating_refused(),
            ErrorCode::PaymentWaits => self.error_payment_waits(),
            ErrorCode::FeeChanged => self.error_fee_changed(),
            ErrorCode::Unsent => self.error_unsent(),
            ErrorCode::TrustFileInvalid => self.error_trust_file_invalid(),
            ErrorCode::RecoveryWaiting => self.error_recovery_waiting(),
            ErrorCode::RecoveryUnfit => self.error_recovery_unfit(),
            ErrorCode::RecoveryPossible => self.error_recovery_possible(),
            ErrorCode::AnotherCitizen => self.error_another_citizen(),
            ErrorCode::NotReady => self.error_not_ready(),
            ErrorCode::Internal => self.error_internal(),
        }
    }
}

/// The words of a language, as the page has fetched them.
#[cfg(target_arch = "wasm32")]
fn words(language: Language) -> String {
    crate::bridge::words_of(language.tag())
}

/// The words of a language: tests have no page.
#[cfg(not(target_arch = "wasm32"))]
fn words(language: Language) -> String {
    match language {
        Language::Vi => include_str!(concat!(env!("OUT_DIR"), "/vi.txt")),
        Language::En => include_str!(concat!(env!("OUT_DIR"), "/en.txt")),
    }
    .to_owned()
}

/// The texts in the language chosen; the screen redraws where it changes.
pub(crate) fn use_texts() -> Texts {
    use_context::<Signal<Texts>>().read().clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_three_sentences_in_both_languages() {
        for language in [Language::Vi, Language::En] {
            let texts = Texts::new(language);
            for &code in ErrorCode::ALL {
                let text = texts.error(code);
                let sentences = text.matches(['.', '?']).count();
                assert!(sentences >= 3, "{code:?} in {language:?} has {sentences} sentences: {text}");
            }
        }
    }

    #[test]
    fn values_are_put_into_their_places() {
        assert_eq!(Texts::new(Language::En).age_minutes(1), "1 minute ago");
        assert_eq!(Texts::new(Language::En).age_minutes(3), "3 minutes ago");
        assert_eq!(Texts::new(Language::Vi).age_minutes(3), "3 phút trước");
    }
}
