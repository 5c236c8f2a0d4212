//! Administrative procedures: a record of the catalogue pack.
//!
//! The pack is newline-separated JSON, one [`Procedure`] a line after one [`PackHeader`], compressed with zstd. What the
//! national portal prints is kept as printed: labels may contradict their notes, time limits may lack a unit.

use serde::{Deserialize, Serialize};

/// First line of a catalogue pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackHeader {
    /// Format of the lines that follow: 1.
    pub format: u32,
    /// Version of the catalogue.
    pub version: u64,
    /// Lines that follow.
    pub procedures: u64,
    /// Day on which they were taken from their source, `yyyy-MM-dd`: of the pack that travels inside the app alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

/// First line of a delta: what changed from one version of the catalogue to another. The lines that follow are those of the
/// procedures that came or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeltaHeader {
    /// Format of the lines that follow: 1.
    pub format: u32,
    /// The version that it begins at.
    pub from: u64,
    /// The version that it leads to.
    pub version: u64,
    /// Lines that follow.
    pub changed: u64,
    /// Codes of the procedures that are gone.
    pub removed: Vec<String>,
}

/// One procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Procedure {
    /// Its code, such as `1.001193`; not a stable key.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Field of administration, such as `Hộ tịch`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Levels that handle it, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// Who it is for, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// The office that handles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Decision that published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Number in the list of essential services (Đề án 06), 1 to 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essential: Option<u8>,
    /// Life events it belongs to, such as `Có con nhỏ`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_events: Vec<String>,
    /// Words people use for it that its name does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// Ways to file it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Papers, by case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperGroup>,
    /// What must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// How it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    /// What comes out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
    /// Legal grounds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<String>,
    /// First day on which it holds, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Last day on which it holds, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// Code of the province it is limited to, 2 digits; none for the whole country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Code of the procedure that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// Known defects of the record, which a reader shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ProcedureFlag>,
}

crate::closed_set! {
    /// A known defect of a record.
    ProcedureFlag {
        /// Its details may belong to another procedure.
        DetailSuspect,
        /// The unit of a time limit may be hours or months where days are printed.
        TimeUnitUncertain,
        /// A time limit has no unit.
        TimeUnitMissing,
        /// A label says free of charge and its note names a sum.
        FeeContradicted,
        /// The details come from a page that stands in for the procedure's own.
        FallbackPage,
    }
}

/// A way to file, with its own time limit and fees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Channel {
    /// Which way.
    pub channel: ChannelKind,
    /// How long it may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeLimit>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// Note, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

crate::closed_set! {
    /// Ways to file.
    ChannelKind {
        /// Trực tuyến.
        Online,
        /// Bưu chính công ích.
        Post,
        /// Trực tiếp.
        InPerson,
    }
}

/// How long a procedure may take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimeLimit {
    /// How many; halves occur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Of what; none where the portal printed a bare number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<TimeUnit>,
    /// As printed, where it is more than number and unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

crate::closed_set! {
    /// Units of time limits.
    TimeUnit {
        /// Giờ làm việc.
        Hour,
        /// Ngày làm việc.
        WorkingDay,
        /// Ngày.
        Day,
        /// Tháng.
        Month,
    }
}

/// A fee. A reader shows the note beside the label, since the two may contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fee {
    /// Amount in đồng. A sum in another currency stands in the note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// It is labelled free of charge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub free: bool,
    /// Note, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Papers of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperGroup {
    /// The case, as printed; none where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The papers, in no order of importance.
    pub papers: Vec<RequiredPaper>,
}

/// A paper that is asked for, or a remark that stands among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequiredPaper {
    /// Its name.
    pub name: String,
    /// Originals.
    pub originals: u32,
    /// Copies.
    pub copies: u32,
    /// It is a remark: no originals and no copies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remark: bool,
}
