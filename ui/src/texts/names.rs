//! The words for what the wire names by codes.
//!
//! Every match is exhaustive: a status, a defect or a reason that is new in `cds-wire` has no name here until somebody
//! writes one in both languages.

use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{CommandState, DossierState, Language, LostKind, PaperState, TimeLeft};
use cds_wire::paper::{PaperKind, PaperSource};
use cds_wire::petition::{PetitionCategory, PetitionStatus};
use cds_wire::portal::command::command_type;
use cds_wire::portal::{ResultCode, Sex};
use cds_wire::procedure::{ChannelKind, Fee, ProcedureFlag, TimeLimit, TimeUnit};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as Unread, StrDeserializer};

use super::Texts;

impl Texts {
    /// The name of a dossier's status.
    pub(crate) fn status(&self, status: DossierStatus) -> String {
        match status {
            DossierStatus::Registered => self.status_registered(),
            DossierStatus::Accepted => self.status_accepted(),
            DossierStatus::Refused => self.status_refused(),
            DossierStatus::Processing => self.status_processing(),
            DossierStatus::SupplementNeeded => self.status_supplement_needed(),
            DossierStatus::PaymentNeeded => self.status_payment_needed(),
            DossierStatus::WithdrawalRequested => self.status_withdrawal_requested(),
            DossierStatus::Stopped => self.status_stopped(),
            DossierStatus::Completed => self.status_completed(),
            DossierStatus::Returned => self.status_returned(),
        }
    }

    /// How much working time is left until a result is due: days, or the last day's hours, begun ones counted.
    pub(crate) fn time_left(&self, left: TimeLeft) -> String {
        let hours = i64::from(left.minutes.div_ceil(60));
        let days = i64::from(left.days);
        match left {
            TimeLeft { paused: true, .. } => self.time_left_paused(),
            TimeLeft { late: true, days: 0, .. } => self.time_late_hours(hours),
            TimeLeft { late: true, .. } => self.time_late_days(days),
            TimeLeft { days: 0, .. } => self.time_left_hours(hours),
            TimeLeft { .. } => self.time_left_days(days),
        }
    }

    /// How far a dossier has come that the office has given no status.
    pub(crate) fn state(&self, state: DossierState) -> String {
        match state {
            DossierState::Saved => self.state_saved(),
            DossierState::Waiting => self.state_waiting(),
            DossierState::Cancelling => self.state_cancelling(),
            DossierState::Received | DossierState::Known => self.state_received(),
            DossierState::Returned => self.state_returned(),
            DossierState::Unconfirmed => self.state_unconfirmed(),
        }
    }

    /// What a petition is about.
    pub(crate) fn petition_category(&self, category: PetitionCategory) -> String {
        match category {
            PetitionCategory::Environment => self.petition_environment(),
            PetitionCategory::Traffic => self.petition_traffic(),
            PetitionCategory::Utilities => self.petition_utilities(),
            PetitionCategory::LandBuilding => self.petition_land_building(),
            PetitionCategory::Security => self.petition_security(),
            PetitionCategory::SocialPolicy => self.petition_social_policy(),
            PetitionCategory::OfficialsConduct => self.petition_officials_conduct(),
            PetitionCategory::Other | PetitionCategory::Unknown => self.petition_other(),
        }
    }

    /// The name of a petition's status.
    pub(crate) fn petition_status(&self, status: PetitionStatus) -> String {
        match status {
            PetitionStatus::Registered => self.petition_registered(),
            PetitionStatus::Processing => self.petition_processing(),
            PetitionStatus::Answered => self.petition_answered(),
            PetitionStatus::Refused => self.petition_refused(),
            PetitionStatus::Other => self.petition_status_other(),
        }
    }

    /// What happens next with a petition that has this status, and what the citizen does.
    pub(crate) fn next_of_petition(&self, status: PetitionStatus) -> String {
        match status {
            PetitionStatus::Registered => self.petition_next_registered(),
            PetitionStatus::Processing => self.petition_next_processing(),
            PetitionStatus::Answered => self.petition_next_answered(),
            PetitionStatus::Refused => self.petition_next_refused(),
            PetitionStatus::Other => self.petition_next_other(),
        }
    }

    /// What happens next with a dossier that has this status, and what the citizen does.
    pub(crate) fn next_of_status(&self, status: DossierStatus) -> String {
        match status {
            DossierStatus::Registered => self.next_registered(),
            DossierStatus::Accepted => self.next_accepted(),
            DossierStatus::Refused => self.next_refused(),
            DossierStatus::Processing => self.next_processing(),
            DossierStatus::SupplementNeeded => self.next_supplement_needed(),
            DossierStatus::PaymentNeeded => self.next_payment_needed(),
            DossierStatus::WithdrawalRequested => self.next_withdrawal_requested(),
            DossierStatus::Stopped => self.next_stopped(),
            DossierStatus::Completed => self.next_completed(),
            DossierStatus::Returned => self.next_handed_over(),
        }
    }

    /// What happens next with a dossier that the office has given no status. A guest's waits only until the session
    /// ends; on a phone nothing is sent while the app is not open.
    pub(crate) fn next_of_state(&self, state: DossierState, guest: bool, phone: bool) -> String {
        match state {
            DossierState::Saved => self.next_saved(),
            DossierState::Waiting if guest => self.next_waiting_guest(),
            DossierState::Waiting if phone => self.next_waiting_phone(),
            DossierState::Waiting => self.next_waiting(),
            DossierState::Cancelling => self.next_cancelling(),
            DossierState::Received | DossierState::Known => self.next_received(),
            DossierState::Returned => self.next_returned(),
            DossierState::Unconfirmed => self.next_unconfirmed(),
        }
    }

    /// Why the portal did not take a command, and what to do; from a code of [`ResultCode`].
    pub(crate) fn result_code(&self, reason: &str) -> String {
        // These two are this device's own words; all others are the portal's.
        match reason {
            "office_refused" => return self.reason_office_refused(),
            "receipt_invalid" => return self.reason_receipt_invalid(),
            _ => {}
        }
        let code: StrDeserializer<'_, Unread> = reason.into_deserializer();
        match ResultCode::deserialize(code).unwrap_or(ResultCode::Other) {
            ResultCode::IdReused => self.reason_id_reused(),
            ResultCode::DeviceFork => self.reason_device_fork(),
            ResultCode::SignatureInvalid => self.reason_signature_invalid(),
            ResultCode::TypeUnknown => self.reason_type_unknown(),
            ResultCode::BodyInvalid => self.reason_body_invalid(),
            ResultCode::BodyTooLarge => self.reason_body_too_large(),
            ResultCode::TooManyBlobs => self.reason_too_many_blobs(),
            ResultCode::BlobMissing => self.reason_blob_missing(),
            ResultCode::BlobDamaged => self.reason_blob_damaged(),
            ResultCode::BlobTooLarge => self.reason_blob_too_large(),
            ResultCode::Behind => self.reason_behind(),
            ResultCode::Parent => self.reason_parent(),
            ResultCode::Superseded => self.reason_superseded(),
            ResultCode::TooLate => self.reason_too_late(),
            ResultCode::VersionConflict => self.reason_version_conflict(),
            ResultCode::EntityUnknown => self.reason_entity_unknown(),
            ResultCode::ProcedureUnknown => self.reason_procedure_unknown(),
            ResultCode::PersonUnknown => self.reason_person_unknown(),
            ResultCode::ConsentMissing => self.reason_consent_missing(),
            ResultCode::StatusForbids => self.reason_status_forbids(),
            ResultCode::AmountChanged => self.reason_amount_changed(),
            ResultCode::AlreadyPaid => self.reason_already_paid(),
            ResultCode::PaymentWaits => self.reason_payment_waits(),
            ResultCode::Other => self.reason_other(),
        }
    }

    /// Where a confirmed command stands.
    pub(crate) fn command_state(&self, state: CommandState) -> String {
        match state {
            CommandState::Waiting => self.command_waiting(),
            CommandState::Sent => self.command_sent(),
            CommandState::Deferred => self.command_deferred(),
            CommandState::Received => self.command_received(),
            CommandState::Returned => self.command_returned(),
        }
    }

    /// What a damaged vault could not give back.
    pub(crate) fn lost_kind(&self, kind: LostKind) -> String {
        match kind {
            LostKind::Draft => self.lost_draft(),
            LostKind::Dossier => self.lost_dossier(),
            LostKind::Petition => self.lost_petition(),
            LostKind::Paper => self.lost_paper(),
            LostKind::Attachment => self.lost_attachment(),
            LostKind::Request => self.lost_request(),
            LostKind::Vault => self.lost_vault(),
        }
    }

    /// What a confirmed command does. The set is open: what a newer version confirmed is still an action.
    pub(crate) fn command_type(&self, name: &str) -> String {
        match name {
            command_type::DOSSIER_SUBMIT => self.command_dossier_submit(),
            command_type::DOSSIER_SUPPLEMENT => self.command_dossier_supplement(),
            command_type::DOSSIER_WITHDRAW => self.command_dossier_withdraw(),
            command_type::DOSSIER_RATE => self.command_dossier_rate(),
            command_type::PETITION_SUBMIT => self.command_petition_submit(),
            command_type::FEE_PAY => self.command_fee_pay(),
            command_type::PAPER_ADD => self.command_paper_add(),
            command_type::PAPER_REMOVE => self.command_paper_remove(),
            command_type::DEPENDANT_ADD => self.command_dependant_add(),
            command_type::DEPENDANT_REMOVE => self.command_dependant_remove(),
            command_type::CANCEL => self.command_cancel(),
            _ => self.command_other(),
        }
    }

    /// How satisfied somebody is who gives so many stars.
    pub(crate) fn rating(&self, stars: u8) -> String {
        match stars {
            ..=1 => self.rating_1(),
            2 => self.rating_2(),
            3 => self.rating_3(),
            4 => self.rating_4(),
            5.. => self.rating_5(),
        }
    }

    /// What a paper is.
    pub(crate) fn paper_kind(&self, kind: PaperKind) -> String {
        match kind {
            PaperKind::IdentityCard => self.kind_identity_card(),
            PaperKind::BirthCertificate => self.kind_birth_certificate(),
            PaperKind::DrivingLicence => self.kind_driving_licence(),
            PaperKind::HealthInsurance => self.kind_health_insurance(),
            PaperKind::MarriageCertificate => self.kind_marriage_certificate(),
            PaperKind::LandCertificate => self.kind_land_certificate(),
            PaperKind::Passport => self.kind_passport(),
            PaperKind::Diploma => self.kind_diploma(),
            PaperKind::Other => self.kind_other(),
        }
    }

    /// Where a paper comes from.
    pub(crate) fn paper_source(&self, source: PaperSource) -> String {
        match source {
            PaperSource::OwnUpload => self.source_own_upload(),
            PaperSource::DossierResult => self.source_dossier_result(),
            PaperSource::DossierComponent => self.source_dossier_component(),
            PaperSource::NationalStore => self.source_national_store(),
        }
    }

    /// Where a paper is.
    pub(crate) fn paper_state(&self, state: PaperState) -> String {
        match state {
            PaperState::Waiting => self.paper_waiting(),
            PaperState::Kept => self.paper_kept(),
            PaperState::Portal => self.paper_portal(),
            PaperState::Returned => self.paper_returned(),
            PaperState::Unconfirmed => self.paper_unconfirmed(),
            PaperState::Deleting => self.paper_deleting(),
            PaperState::NotDeleted => self.paper_not_deleted(),
        }
    }

    /// A way to file.
    pub(crate) fn channel(&self, channel: ChannelKind) -> String {
        match channel {
            ChannelKind::Online => self.channel_online(),
            ChannelKind::Post => self.channel_post(),
            ChannelKind::InPerson => self.channel_in_person(),
        }
    }

    /// A time limit as number and unit; what the portal printed beside them is the caller's to show.
    pub(crate) fn time_limit(&self, time: &TimeLimit) -> Option<String> {
        let value = time.value?;
        let number = self.number(value);
        Some(match time.unit {
            Some(TimeUnit::Hour) => self.time_hours(value, number),
            Some(TimeUnit::WorkingDay) => self.time_working_days(value, number),
            Some(TimeUnit::Day) => self.time_days(value, number),
            Some(TimeUnit::Month) => self.time_months(value, number),
            None => self.time_without_unit(number),
        })
    }

    /// A fee's amount or label. A label of "free" that comes with a note is no promise: the note says what holds.
    pub(crate) fn fee(&self, fee: &Fee) -> String {
        match (fee.amount, fee.free, &fee.note) {
            (Some(amount), false, _) => self.fee_amount(self.grouped(amount)),
            (Some(amount), true, _) => self.fee_free_but_amount(self.grouped(amount)),
            (None, true, None) => self.fee_free(),
            (None, true, Some(_)) => self.fee_free_but_note(),
            (None, false, Some(_)) => self.fee_as_noted(),
            (None, false, None) => self.fee_unknown(),
        }
    }

    /// A known defect of a procedure's record.
    pub(crate) fn flag(&self, flag: ProcedureFlag) -> String {
        match flag {
            ProcedureFlag::DetailSuspect => self.flag_detail_suspect(),
            ProcedureFlag::TimeUnitUncertain => self.flag_time_unit_uncertain(),
            ProcedureFlag::TimeUnitMissing => self.flag_time_unit_missing(),
            ProcedureFlag::FeeContradicted => self.flag_fee_contradicted(),
            ProcedureFlag::FallbackPage => self.flag_fallback_page(),
        }
    }

    /// A sex as the identity card prints it.
    pub(crate) fn sex(&self, sex: Sex) -> String {
        match sex {
            Sex::Male => self.sex_male(),
            Sex::Female => self.sex_female(),
        }
    }

    /// A kind of device. The set is open.
    pub(crate) fn platform(&self, name: &str) -> String {
        match name {
            "linux" => self.platform_linux(),
            "windows" => self.platform_windows(),
            "macos" => self.platform_macos(),
            "android" => self.platform_android(),
            "ios" => self.platform_ios(),
            _ => self.platform_other(),
        }
    }

    /// A number that may have a half: `0,5` in Vietnamese.
    fn number(&self, value: f64) -> String {
        let written = value.to_string();
        match self.language() {
            Language::Vi => written.replace('.', ","),
            Language::En => written,
        }
    }

    /// A whole number with its thousands apart: `50.000` in Vietnamese.
    pub(super) fn grouped(&self, value: u64) -> String {
        let separator = match self.language() {
            Language::Vi => '.',
            Language::En => ',',
        };
        let digits = value.to_string();
        let mut written = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_written_as_the_language_writes_it() {
        let fee = Fee { amount: Some(1_050_000), free: false, note: None };
        assert!(Texts::new(Language::Vi).fee(&fee).contains("1.050.000"));
        assert!(Texts::new(Language::En).fee(&fee).contains("1,050,000"));
    }

    #[test]
    fn free_with_a_note_is_not_called_free_without_more() {
        let texts = Texts::new(Language::Vi);
        let noted = Fee { amount: None, free: true, note: Some("8.000 đồng một bản".to_owned()) };
        let free = Fee { note: None, ..noted.clone() };
        assert_ne!(texts.fee(&noted), texts.fee(&free));
    }

    #[test]
    fn a_half_day_and_a_number_without_unit_are_told_as_they_are() {
        let texts = Texts::new(Language::Vi);
        let half = TimeLimit { value: Some(0.5), unit: Some(TimeUnit::WorkingDay), text: None };
        assert!(texts.time_limit(&half).is_some_and(|words| words.starts_with("0,5 ")));
        let bare = TimeLimit { unit: None, ..half.clone() };
        assert_ne!(texts.time_limit(&bare), texts.time_limit(&half));
        assert_eq!(texts.time_limit(&TimeLimit { value: None, ..half }), None);
    }

    #[test]
    fn every_reason_has_its_own_words_and_an_unknown_one_has_some() {
        for language in [Language::Vi, Language::En] {
            let texts = Texts::new(language);
            assert_ne!(texts.result_code("procedure_unknown"), texts.result_code("blob_damaged"));
            assert_eq!(texts.result_code("moon_phase"), texts.reason_other());
        }
    }
}
