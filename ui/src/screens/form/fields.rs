//! The form's fields: their keys, labels and order, and what is known before anything is typed.

use std::collections::BTreeMap;

use cds_vn::card_qr::CardText;
use cds_wire::ipc::ProfileShown;

use crate::dates;
use crate::texts::Texts;

/// The citizen's name.
pub(super) const NAME: &str = "ho_ten";
/// What is asked for.
pub(super) const CONTENT: &str = "noi_dung";
const NUMBER: &str = "so_dinh_danh";
const BIRTH: &str = "ngay_sinh";
const PHONE: &str = "dien_thoai";
const HOME: &str = "noi_o";

/// The keys that every form has, in the order in which they are asked for.
const KNOWN: [&str; 6] = [NAME, NUMBER, BIRTH, PHONE, HOME, CONTENT];

/// A field's label; a key that only a script knows stands for itself.
pub(super) fn label(texts: &Texts, key: &str) -> String {
    match key {
        NAME => texts.field_name(),
        NUMBER => texts.field_number(),
        BIRTH => texts.field_birth(),
        PHONE => texts.field_phone(),
        HOME => texts.field_home(),
        CONTENT => texts.field_content(),
        other => other.to_owned(),
    }
}

/// What to write, where the label does not say it.
pub(super) fn hint(texts: &Texts, key: &str) -> Option<String> {
    match key {
        BIRTH => Some(texts.field_birth_hint()),
        HOME => Some(texts.field_home_hint()),
        CONTENT => Some(texts.field_content_hint()),
        _ => None,
    }
}

/// Which keyboard a phone shows.
pub(super) fn inputmode(key: &str) -> &'static str {
    match key {
        NUMBER => "numeric",
        PHONE => "tel",
        _ => "text",
    }
}

/// All keys of a form: the known ones, then what else a draft has.
pub(super) fn keys<'a>(fields: impl Iterator<Item = &'a str>) -> Vec<String> {
    let others = fields.filter(|key| !KNOWN.contains(key));
    KNOWN.iter().copied().chain(others).map(str::to_owned).collect()
}

/// What was filled in, by label, in the form's order; empty fields are left out.
pub(crate) fn shown<'a>(texts: &Texts, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let fields: Vec<(&str, &str)> = fields.filter(|(_, value)| !value.trim().is_empty()).collect();
    let value = |key: &str| fields.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
    let keys = keys(fields.iter().map(|(key, _)| *key));
    keys.iter().filter_map(|key| Some((label(texts, key), value(key)?))).collect()
}

/// What the province knows of the citizen, for a new form.
pub(super) fn prefilled(profile: &ProfileShown) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut fill = |key: &str, value: String| fields.insert(key.to_owned(), value);
    fill(NAME, profile.name.reveal().clone());
    if let Some(record) = &profile.record {
        fill(NAME, record.name.reveal().clone());
        fill(NUMBER, record.personal_number.reveal().clone());
        fill(BIRTH, dates::day(record.birth_date.reveal()));
        fill(PHONE, record.phone.reveal().clone());
        fill(HOME, format!("{}, {}", record.commune_name, profile.province));
    }
    fields
}

/// What a national card says, by key. Nothing of it is verified.
pub(super) fn of_card(card: &CardText) -> Vec<(&'static str, String)> {
    let mut said = vec![
        (NAME, card.name.clone()),
        (NUMBER, card.number.as_str().to_owned()),
        (BIRTH, dates::day(&card.birth_date)),
        (HOME, card.address.clone()),
    ];
    said.retain(|(_, value)| !value.is_empty());
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_script_follow_the_known_ones() {
        let keys = keys(["a_dieu_khac", CONTENT, NAME].into_iter());
        assert_eq!(keys.first().map(String::as_str), Some(NAME));
        assert_eq!(keys.last().map(String::as_str), Some("a_dieu_khac"));
        assert_eq!(keys.len(), KNOWN.len() + 1);
    }

    #[test]
    fn what_is_empty_is_not_shown_as_filled_in() {
        let texts = Texts::new(cds_wire::ipc::Language::Vi);
        let shown = shown(&texts, [(NAME, "Lý Thị Mai"), (HOME, "  "), ("khac", "1")].into_iter());
        let values: Vec<&str> = shown.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["Lý Thị Mai", "1"]);
    }
}
