//! Commands: what the citizen confirmed, signed by the device, and what the portal made of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::form::FormRef;
use crate::paper::PaperKind;
use crate::{Bytes, Digest, Sensitive};

/// One confirmed action. `seq`, `body` and `sig` are frozen when it first goes into a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Command {
    /// Number in this device's order, from 1, without gaps.
    pub seq: u64,
    /// UUID version 7, made when the citizen confirmed.
    pub id: String,
    /// What it belongs to: [`stream`]. Order holds within a stream.
    pub stream: String,
    /// What is to be done: one of [`command_type`].
    #[serde(rename = "type")]
    pub command_type: String,
    /// The state it was made against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// Id of an earlier, not yet final command of the stream that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// Digests of the blobs it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<Digest>,
    /// The exact UTF-8 bytes that were signed: JSON whose form follows from the type.
    pub body: Sensitive,
    /// Ed25519 by the device in the context `cds/command/1` over the command's hash (`cds_identity::command_hash`).
    pub sig: Bytes,
    /// The receipt the client holds, when it sends the command again to a portal that has forgotten it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Bytes>,
    /// What the receipt is over, where that is not this device and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_as: Option<ReceivedAs>,
}

/// A device of the account and the number under which it has sent a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivedAs {
    /// The device's id.
    pub device: String,
    /// The command's number in its order.
    pub seq: u64,
}

/// An entity and the version of it that the citizen saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Base {
    /// The entity's id.
    pub entity: String,
    /// Its version.
    pub ver: u64,
}

/// Types of commands. An open set: the portal refuses those it does not know with [`ResultCode::TypeUnknown`].
pub mod command_type {
    /// Files a dossier; body [`DossierSubmit`](super::DossierSubmit), stream `dossier/<dossier id>`.
    pub const DOSSIER_SUBMIT: &str = "dossier.submit";
    /// Adds what the office asked for, in status 5 only; body [`DossierSupplement`](super::DossierSupplement).
    pub const DOSSIER_SUPPLEMENT: &str = "dossier.supplement";
    /// Asks to withdraw a dossier; body [`DossierWithdraw`](super::DossierWithdraw).
    pub const DOSSIER_WITHDRAW: &str = "dossier.withdraw";
    /// Says how a dossier was handled, once, in the statuses 9 and 10; body [`DossierRate`](super::DossierRate).
    pub const DOSSIER_RATE: &str = "dossier.rate";
    /// Files a petition; body [`PetitionSubmit`](crate::petition::PetitionSubmit), stream `petition/<petition id>`.
    pub const PETITION_SUBMIT: &str = "petition.submit";
    /// Says that a fee of a dossier is being paid; body [`FeePay`](super::FeePay), stream `dossier/<dossier id>`. The
    /// command's id is the payment's key with the payment platform.
    pub const FEE_PAY: &str = "fee.pay";
    /// Keeps a paper at the portal; body [`PaperAdd`](super::PaperAdd), stream `paper/<paper id>`.
    pub const PAPER_ADD: &str = "paper.add";
    /// Removes a paper; body [`Nothing`](super::Nothing), stream `paper/<paper id>`.
    pub const PAPER_REMOVE: &str = "paper.remove";
    /// Adds a dependant; body [`DependantAdd`](crate::family::DependantAdd), stream `dependant/<dependant id>`.
    pub const DEPENDANT_ADD: &str = "dependant.add";
    /// Removes a dependant, whose consent is taken back with it; body [`Nothing`](super::Nothing), stream
    /// `dependant/<dependant id>`. Papers and dossiers about them stay.
    pub const DEPENDANT_REMOVE: &str = "dependant.remove";
    /// Ends the command named by `supersedes`; body [`Nothing`](super::Nothing), in its stream.
    pub const CANCEL: &str = "cancel";
}

/// Bounds on one command: what exceeds them is refused, so a client looks at them before the citizen confirms.
pub mod limit {
    /// Longest body, in bytes.
    pub const BODY: usize = 64 * 1024;
    /// Most blobs.
    pub const BLOBS: usize = 200;
    /// Longest id, stream or type, in bytes.
    pub const NAME: usize = 128;
    /// Longest comment of a rating, in bytes.
    pub const COMMENT: usize = 4_000;
    /// Most commands of one request; with more it is refused whole.
    pub const COMMANDS: usize = 500;
    /// Most offers that are answered in one request.
    pub const OFFERS: usize = 200;
}

/// Names of streams. The part after the slash is the entity's id, a UUID that the client makes.
pub mod stream {
    /// Stream of a dossier.
    pub const DOSSIER: &str = "dossier/";
    /// Stream of a petition.
    pub const PETITION: &str = "petition/";
    /// Stream of a paper.
    pub const PAPER: &str = "paper/";
    /// Stream of a dependant.
    pub const DEPENDANT: &str = "dependant/";
}

/// Body of [`command_type::DOSSIER_SUBMIT`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierSubmit {
    /// Code of the procedure.
    pub procedure: String,
    /// Code of the commune whose office is to handle it; the citizen's own where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// The form of its own that the procedure has and it was filled in by; none where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormRef>,
    /// The form's fields by name.
    pub fields: BTreeMap<String, Sensitive>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Papers that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A paper that goes with a dossier. Its digest also stands in [`Command::blobs`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Which of the required papers it is, as the form names it.
    pub name: String,
    /// Its digest.
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
    /// Its media type: `image/jpeg`, `image/png` or `application/pdf`.
    pub media_type: String,
}

/// Body of [`command_type::DOSSIER_SUPPLEMENT`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierSupplement {
    /// Fields that change, and what the citizen writes about it under [`DossierSupplement::NOTE`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Sensitive>,
    /// Papers that are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl DossierSupplement {
    /// The field in which the citizen writes to the office.
    pub const NOTE: &'static str = "ghi_chu";
}

/// Body of [`command_type::DOSSIER_WITHDRAW`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierWithdraw {
    /// Why, in the citizen's words; may be empty.
    pub reason: Sensitive,
}

/// Body of [`command_type::DOSSIER_RATE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierRate {
    /// From 1, very dissatisfied, to 5, very satisfied.
    pub stars: u8,
    /// In the citizen's words; at most [`limit::COMMENT`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sensitive>,
}

/// Body of [`command_type::FEE_PAY`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeePay {
    /// The fee's id.
    pub fee: String,
    /// How much the citizen saw that it is, in đồng.
    pub amount: u64,
}

/// Body of [`command_type::PAPER_ADD`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperAdd {
    /// What it is.
    pub kind: PaperKind,
    /// The citizen's name for it.
    pub title: Sensitive,
    /// Its content; the digest also stands in [`Command::blobs`].
    pub content: BlobRef,
    /// A small picture of its first page, where there is one; its digest also stands in [`Command::blobs`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<BlobRef>,
    /// The number that stands on it; at most [`limit::NAME`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Sensitive>,
    /// Last day of validity, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// A blob by digest, with what a reader wants to know before fetching it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlobRef {
    /// Its digest.
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: String,
    /// Path from which it is fetched; the portal fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An empty body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Nothing {}

/// What became of a command. Also the data of a change of kind [`CommandResult::KIND`], in lane 0, whose id is the
/// command's, for results that come later than the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandResult {
    /// The command's number.
    pub seq: u64,
    /// The command's id.
    pub id: String,
    /// The device that sent it: a change of this kind reaches all devices of the account.
    pub device: String,
    /// What became of it.
    pub status: CommandStatus,
    /// Why, where it was not applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ResultCode>,
    /// The entity it made or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The entity's version after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ver: Option<u64>,
    /// COSE_Sign1 by a key of the trust list whose use is `receipt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Bytes>,
}

impl CommandResult {
    /// The kind under which late results travel in the change feed.
    pub const KIND: &'static str = "command_result";
}

crate::closed_set! {
    /// What became of a command.
    CommandStatus {
        /// It took effect; final, with a receipt.
        Applied,
        /// The same action arrived before, from another device or under another number; final, with a receipt of its own.
        Duplicate,
        /// It took no effect and never will; final. Its content returns to the citizen with the reason.
        Rejected,
        /// It was made against a state that is no longer the newest; final.
        Conflict,
        /// It is recorded and waits, for a blob or for an earlier command of its stream.
        Deferred,
    }
}

impl CommandStatus {
    /// Whether nothing more will happen to the command.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Deferred)
    }

    /// Whether the command took effect.
    pub const fn is_applied(self) -> bool {
        matches!(self, Self::Applied | Self::Duplicate)
    }
}

crate::closed_set! {
    /// Why a command was not applied.
    ResultCode {
        /// Another command has this id.
        IdReused,
        /// Another command of this device has this number: the vault was copied or restored.
        DeviceFork,
        /// The signature is not this device's over this content.
        SignatureInvalid,
        /// The portal does not know this type.
        TypeUnknown,
        /// The body is not what the type takes.
        BodyInvalid,
        /// The body is longer than 64 KiB.
        BodyTooLarge,
        /// It names more than 200 blobs.
        TooManyBlobs,
        /// A blob is missing (with `deferred`).
        BlobMissing,
        /// A blob arrived damaged twice: it must be made again.
        BlobDamaged,
        /// A blob is empty, or larger than 6 MB.
        BlobTooLarge,
        /// An earlier command of the stream waits (with `deferred`).
        Behind,
        /// An earlier command of the stream was rejected.
        Parent,
        /// A later command took its place, or cancelled it.
        Superseded,
        /// What it was to replace is final already.
        TooLate,
        /// The entity has changed since (with `conflict`).
        VersionConflict,
        /// There is no such entity.
        EntityUnknown,
        /// The catalogue has no such procedure.
        ProcedureUnknown,
        /// The citizen has no such dependant.
        PersonUnknown,
        /// The consent is missing, is to no text that is known, or is not of whom it must be.
        ConsentMissing,
        /// The dossier's status does not allow it.
        StatusForbids,
        /// The fee is another than the citizen saw.
        AmountChanged,
        /// The fee is paid.
        AlreadyPaid,
        /// Another payment of the fee waits to be confirmed.
        PaymentWaits,
    } else {
        /// A reason that this version does not know.
        Other
    }
}
