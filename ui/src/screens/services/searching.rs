//! Searching as one types.
//!
//! One search is under way at most, and the next one takes the newest words: a slow device makes the list coarser and
//! never older than what was typed last.

use cds_wire::Sensitive;
use cds_wire::ipc::{AppError, Search as SearchCommand, SearchArgs, SearchFilter, SearchResults};
use dioxus::prelude::*;

use crate::bridge;
use crate::pulse::use_data;

/// What is typed and what was found for it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Search {
    typed: Signal<String>,
    filter: Signal<SearchFilter>,
    found: Signal<Option<Result<SearchResults, AppError>>>,
    /// A search is under way, and whether it must be done once more.
    running: Signal<bool>,
    stale: Signal<bool>,
}

/// A search that begins with these words; other words from outside begin it anew.
pub(super) fn use_search(words: String) -> Search {
    let search = Search {
        typed: use_signal(|| words.clone()),
        filter: use_signal(SearchFilter::default),
        found: use_signal(|| None),
        running: use_signal(|| false),
        stale: use_signal(|| false),
    };
    let data = use_data();
    use_effect(use_reactive!(|words| {
        let mut typed = search.typed;
        if *typed.peek() != words {
            typed.set(words);
        }
    }));
    use_effect(move || {
        // Words, choices or catalogue have changed.
        search.typed.read();
        search.filter.read();
        data.read();
        search.again();
    });
    search
}

impl Search {
    /// The words; the screen redraws where they change.
    pub(super) fn typed(self) -> String {
        self.typed.read().clone()
    }

    /// The words, without redrawing.
    pub(super) fn peek_typed(self) -> String {
        self.typed.peek().clone()
    }

    /// What was found last; none before the first answer.
    pub(super) fn found(self) -> Option<Result<SearchResults, AppError>> {
        self.found.read().clone()
    }

    /// Takes new words.
    pub(super) fn change(mut self, words: String) {
        self.typed.set(words);
    }

    /// Which procedures are looked among; the screen redraws where that changes.
    pub(super) fn filter(self) -> SearchFilter {
        self.filter.read().clone()
    }

    /// Looks among others.
    pub(super) fn narrow(mut self, change: impl FnOnce(&mut SearchFilter)) {
        change(&mut self.filter.write());
    }

    /// Searches for what is typed now.
    pub(super) fn again(mut self) {
        self.stale.set(true);
        if *self.running.peek() {
            return;
        }
        self.running.set(true);
        spawn(async move {
            while std::mem::take(&mut *self.stale.write()) {
                let text = Sensitive::new(self.peek_typed());
                let filter = self.filter.peek().clone();
                let answer = bridge::call::<SearchCommand>(SearchArgs { text, filter }).await;
                self.found.set(Some(answer));
            }
            self.running.set(false);
        });
    }
}
