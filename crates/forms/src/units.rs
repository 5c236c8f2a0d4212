//! Provinces and communes.

use std::sync::LazyLock;

use cds_vn::text::fold;
use serde::Deserialize;

/// A province or a commune.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Unit(
    /// Its code: two digits of a province, five of a commune.
    pub String,
    /// Its name with its kind, such as `Xã Quảng Uyên`.
    pub String,
);

/// Which units there are. They change by resolution, so they are an argument.
pub trait Units {
    /// The provinces.
    fn provinces(&self) -> &[Unit];
    /// The communes of a province; none where they are not known here.
    fn communes(&self, province: &str) -> Option<&[Unit]>;
}

/// The units that the program carries: all provinces, and the communes of some of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownUnits;

#[derive(Deserialize)]
struct UnitsFile {
    provinces: Vec<ProvinceUnits>,
}

#[derive(Deserialize)]
struct ProvinceUnits {
    code: String,
    name: String,
    #[serde(default)]
    communes: Vec<Unit>,
}

/// Provinces, and the communes of each.
type Carried = (Vec<Unit>, Vec<Vec<Unit>>);

static CARRIED: LazyLock<Carried> = LazyLock::new(|| {
    // A test holds that the file is read; without it there would be no list, and names would be typed.
    let file: Option<UnitsFile> = serde_json::from_str(include_str!("../data/units.json")).ok();
    let provinces = file.map(|file| file.provinces).unwrap_or_default();
    provinces.into_iter().map(|province| (Unit(province.code, province.name), province.communes)).unzip()
});

impl Units for KnownUnits {
    fn provinces(&self) -> &[Unit] {
        &CARRIED.0
    }

    fn communes(&self, province: &str) -> Option<&[Unit]> {
        let position = CARRIED.0.iter().position(|unit| unit.0 == province)?;
        CARRIED.1.get(position).map(Vec::as_slice).filter(|communes| !communes.is_empty())
    }
}

impl KnownUnits {
    /// A commune by its code, and the code of its province.
    pub fn commune(code: &str) -> Option<(&'static str, &'static Unit)> {
        CARRIED.0.iter().zip(&CARRIED.1).find_map(|(province, communes)| {
            let commune = communes.iter().find(|commune| commune.0 == code)?;
            Some((province.0.as_str(), commune))
        })
    }
}

/// What a unit's name begins with, folded.
const KINDS: [&str; 6] = ["tinh ", "thanh pho ", "tp. ", "xa ", "phuong ", "dac khu "];

/// The unit that a text means: by its code, its name, or its name without its kind where only one has it.
pub(crate) fn find<'a>(units: &'a [Unit], text: &str) -> Option<&'a Unit> {
    if let Some(unit) = units.iter().find(|unit| unit.0 == text) {
        return Some(unit);
    }
    let typed = fold(text);
    let whole = units.iter().filter(|unit| unit.1 == text || fold(&unit.1) == typed);
    only(whole).or_else(|| only(units.iter().filter(|unit| bare(&fold(&unit.1)) == bare(&typed))))
}

fn only<'a>(mut found: impl Iterator<Item = &'a Unit>) -> Option<&'a Unit> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn bare(folded: &str) -> &str {
    KINDS.iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_provinces_are_known_and_the_communes_of_some() {
        assert_eq!(KnownUnits.provinces().len(), 34);
        assert_eq!(KnownUnits.communes("04").map(<[Unit]>::len), Some(56));
        assert_eq!(KnownUnits.communes("01"), None);
        assert_eq!(KnownUnits.communes("99"), None);
    }

    #[test]
    fn a_commune_is_found_with_its_province() {
        let found = KnownUnits::commune("01273").expect("a commune");
        assert_eq!((found.0, found.1.1.as_str()), ("04", "Phường Thục Phán"));
        assert_eq!(KnownUnits::commune("99999"), None);
    }

    #[test]
    fn a_unit_is_found_by_code_and_by_its_name_however_it_is_typed() {
        let found = |text: &str| find(KnownUnits.provinces(), text).map(|unit| unit.0.as_str());
        assert_eq!(found("04"), Some("04"));
        assert_eq!(found("Tỉnh Cao Bằng"), Some("04"));
        assert_eq!(found("cao bang"), Some("04"));
        assert_eq!(found("Tỉnh Cao Lạng"), None);
        assert_eq!(found(""), None);
    }
}
