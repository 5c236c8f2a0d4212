//! Which draft a new form has made.
//!
//! The place of a new form names its procedure only, and stays so while one types: a place that changed would move the
//! focus. Who comes back to it, from another tab or after unlocking, finds the draft by this. It is a hint, kept as long
//! as the page; the draft itself is in the vault.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static BEGUN: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// The draft that the last new form of a procedure has made.
pub(super) fn draft_of(procedure: &str) -> Option<String> {
    BEGUN.with_borrow(|begun| begun.get(procedure).cloned())
}

/// A new form of a procedure has made this draft.
pub(super) fn remember(procedure: &str, draft: String) {
    BEGUN.with_borrow_mut(|begun| begun.insert(procedure.to_owned(), draft));
}

/// The next new form of a procedure is empty.
pub(crate) fn forget(procedure: &str) {
    BEGUN.with_borrow_mut(|begun| begun.remove(procedure));
}
