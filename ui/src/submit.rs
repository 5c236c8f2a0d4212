//! A form that is sent: once at a time, and why that failed.

use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

/// Whether the form is being sent, and why it failed last.
#[derive(Clone, Copy)]
pub(crate) struct Submit {
    busy: Signal<bool>,
    error: Signal<Option<ErrorCode>>,
}

/// Not sent yet.
pub(crate) fn use_submit() -> Submit {
    Submit { busy: use_signal(|| false), error: use_signal(|| None) }
}

impl Submit {
    /// Does what the form is for, unless that is under way. The page itself sends nothing.
    pub(crate) async fn run(mut self, event: FormEvent, work: impl Future<Output = Result<(), ErrorCode>>) {
        event.prevent_default();
        if *self.busy.peek() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        self.error.set(work.await.err());
        self.busy.set(false);
    }

    /// Whether it is under way.
    pub(crate) fn is_busy(self) -> bool {
        (self.busy)()
    }

    /// Why it failed last.
    pub(crate) fn error(self) -> Option<ErrorCode> {
        (self.error)()
    }

    /// The citizen goes elsewhere in the form: what failed is past.
    pub(crate) fn forget_error(mut self) {
        self.error.set(None);
    }
}
