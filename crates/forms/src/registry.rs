//! The forms that the program carries, and the lists that every form has.
//!
//! A version that was published is never changed and never taken out: drafts that were begun in it are finished in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cds_wire::form::FormRef;

use crate::definition::Choice;
use crate::form::Form;
use crate::read::read;

/// All definitions, of each form the older versions too.
const DEFINITIONS: &[&str] = &[
    include_str!("../definitions/khai-sinh-1.json"),
    include_str!("../definitions/khai-tu-1.json"),
    include_str!("../definitions/tinh-trang-hon-nhan-1.json"),
    include_str!("../definitions/tam-tru-1.json"),
    include_str!("../definitions/luu-tru-1.json"),
    include_str!("../definitions/giay-phep-lai-xe-1.json"),
    include_str!("../definitions/giam-ho-1.json"),
    include_str!("../definitions/phan-anh-1.json"),
    include_str!("../definitions/chung-1.json"),
    include_str!("../definitions/bo-sung-1.json"),
    include_str!("../definitions/giay-to-1.json"),
    include_str!("../definitions/mau-thu-1.json"),
];

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    // A test holds that none of them is refused.
    DEFINITIONS.iter().filter_map(|json| read(json).ok()).collect()
});

static LISTS: LazyLock<BTreeMap<String, Vec<Choice>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../definitions/lists.json")).unwrap_or_default());

/// All forms, of each the older versions too.
pub fn forms() -> &'static [Form] {
    &FORMS
}

/// A form in exactly this version; none where this program does not carry it.
pub fn find(form: &FormRef) -> Option<&'static Form> {
    forms().iter().find(|known| known.form_ref() == *form)
}

/// The newest version of the form for a procedure.
pub fn for_procedure(code: &str) -> Option<&'static Form> {
    let of_it = forms().iter().filter(|form| form.definition().procedures.iter().any(|procedure| procedure == code));
    of_it.max_by_key(|form| form.definition().version)
}

/// The newest version of the form with this id.
pub fn newest(id: &str) -> Option<&'static Form> {
    let versions = forms().iter().filter(|form| form.definition().id == id);
    versions.max_by_key(|form| form.definition().version)
}

/// A list of options that every form has.
pub(crate) fn list(name: &str) -> Option<&'static [Choice]> {
    LISTS.get(name).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_that_is_carried_is_read() {
        for json in DEFINITIONS {
            if let Err(refused) = read(json) {
                let begin: String = json.chars().take(80).collect();
                assert_eq!(refused.to_string(), "", "{begin}");
            }
        }
        assert_eq!(forms().len(), DEFINITIONS.len());
        assert!(LISTS.values().all(|list| !list.is_empty()) && !LISTS.is_empty());
    }

    #[test]
    fn no_form_has_a_version_twice_and_no_procedure_two_forms() {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        let refs: std::collections::BTreeSet<FormRef> = forms().iter().map(Form::form_ref).collect();
        assert_eq!(refs.len(), forms().len());
        for definition in forms().iter().map(Form::definition) {
            for code in &definition.procedures {
                let id = known.entry(code).or_insert(&definition.id);
                assert_eq!(*id, definition.id, "{code}");
            }
        }
    }

    #[test]
    fn a_version_that_is_not_carried_is_none() {
        let known = forms().first().expect("a form").form_ref();
        assert!(find(&known).is_some());
        assert!(find(&FormRef { version: 99, ..known.clone() }).is_none());
        assert!(for_procedure("9.999999").is_none());
        assert_eq!(newest(&known.id).map(Form::form_ref).map(|form| form.id), Some(known.id));
        assert!(newest("khong-co").is_none());
    }
}
