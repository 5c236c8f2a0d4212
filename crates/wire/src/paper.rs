//! Papers: what the citizen keeps, and what the portal knows of it.

use serde::{Deserialize, Serialize};

use crate::portal::BlobRef;
use crate::{Sensitive, UnixMillis};

crate::closed_set! {
    /// What a paper is.
    PaperKind {
        /// Căn cước.
        IdentityCard,
        /// Giấy khai sinh.
        BirthCertificate,
        /// Giấy phép lái xe.
        DrivingLicence,
        /// Thẻ bảo hiểm y tế.
        HealthInsurance,
        /// Giấy chứng nhận kết hôn.
        MarriageCertificate,
        /// Giấy chứng nhận quyền sử dụng đất.
        LandCertificate,
        /// Hộ chiếu.
        Passport,
        /// Bằng cấp.
        Diploma,
        /// Anything else.
        Other,
    }
}

crate::closed_set! {
    /// Where a paper comes from.
    PaperSource {
        /// The citizen uploaded it.
        OwnUpload,
        /// The result of a dossier.
        DossierResult,
        /// A component of a dossier.
        DossierComponent,
        /// The national store of citizens' data.
        NationalStore,
    }
}

/// A paper at the portal: the data of a change of kind [`PaperRecord::KIND`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperRecord {
    /// What it is.
    pub kind: PaperKind,
    /// Its name.
    pub title: Sensitive,
    /// Where it comes from.
    pub source: PaperSource,
    /// Its content.
    pub content: BlobRef,
    /// A small picture of its first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<BlobRef>,
    /// The number that stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Sensitive>,
    /// Last day of validity, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// When the portal got it.
    pub added_at: UnixMillis,
    /// Id of the dossier whose result it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
}

impl PaperRecord {
    /// The kind under which papers travel in the change feed.
    pub const KIND: &'static str = "paper";
}
