//! Saving a draft at every change.
//!
//! One call is under way at most; the next one takes the newest state, so that a slow disk makes saving coarser and never
//! late. It runs beyond the screen: who leaves the form in the middle of a word keeps the word. Then the core is asked what
//! the form has become: which fields apply, and what is wrong.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use cds_wire::ipc::{Confirm, DraftArgs, DraftDetail, ErrorCode, FormView, IdArgs, Pulse, ReadDraftForm, SaveDraft};
use cds_wire::{Sensitive, UnixMillis};
use dioxus::dioxus_core::spawn_forever;
use dioxus::prelude::*;

use crate::bridge;

/// What the form tells of its saving.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Saving {
    /// A change is on its way to the disk.
    Underway,
    /// Everything is on the disk, since this time.
    Saved(Option<UnixMillis>),
    /// The last change is on the screen only.
    Failed(ErrorCode),
}

/// What a form tells the screens of its draft; a screen that has gone is told nothing.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) saving: Signal<Saving>,
    /// The draft's form.
    pub(super) view: Signal<FormView>,
    /// For the time of the last saving.
    pub(super) pulse: ReadSignal<Option<Pulse>>,
}

/// What a draft is saved with at each change.
#[derive(Clone)]
pub(super) struct Saver {
    state: Rc<RefCell<State>>,
    shown: Shown,
}

struct State {
    id: String,
    args: DraftArgs,
    /// Number of the newest change, and of the newest one that is on the disk.
    newest: u64,
    saved: u64,
    failed: Option<ErrorCode>,
    running: bool,
    waiting: Vec<Waker>,
}

impl PartialEq for Saver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

impl Saver {
    /// Saves what becomes of a draft.
    pub(super) fn new(draft: &DraftDetail, shown: Shown) -> Self {
        let args = DraftArgs {
            id: Some(draft.id.clone()),
            procedure: draft.procedure_code.clone(),
            commune: draft.commune.clone(),
            fields: draft.fields.clone(),
        };
        let (id, waiting) = (draft.id.clone(), Vec::new());
        let state = State { id, args, newest: 0, saved: 0, failed: None, running: false, waiting };
        Self { state: Rc::new(RefCell::new(state)), shown }
    }

    /// Takes a change over and sees that it is saved.
    pub(super) fn change(&self, key: String, value: String) {
        self.edit(|fields| drop(fields.insert(key, Sensitive::new(value))));
    }

    /// Changes what is filled in, and sees that it is saved and that the form is looked at again.
    pub(super) fn edit(&self, change: impl FnOnce(&mut BTreeMap<String, Sensitive>)) {
        {
            let mut state = self.state.borrow_mut();
            change(&mut state.args.fields);
            state.newest += 1;
        }
        self.start();
    }

    /// Tries once more what could not be saved.
    pub(super) fn again(&self) {
        self.start();
    }

    /// The draft's id, once everything is on the disk.
    pub(super) async fn settled(&self) -> Result<String, ErrorCode> {
        let unsaved = |state: &State| state.saved != state.newest;
        if unsaved(&self.state.borrow()) {
            self.start();
        }
        poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            if state.running {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(state.failed.map_or_else(|| Ok(state.id.clone()), Err))
        })
        .await
    }

    /// Confirms the draft, once everything is on the disk, and gives its id.
    pub(super) async fn confirm(&self) -> Result<String, ErrorCode> {
        let id = self.settled().await?;
        bridge::call::<Confirm>(IdArgs { id: id.clone() }).await.map_err(|failed| failed.code)?;
        Ok(id)
    }

    fn start(&self) {
        if std::mem::replace(&mut self.state.borrow_mut().running, true) {
            return;
        }
        self.show(Saving::Underway);
        let saver = self.clone();
        spawn_forever(async move { saver.run().await });
    }

    async fn run(&self) {
        loop {
            let (args, change) = {
                let state = self.state.borrow();
                (state.args.clone(), state.newest)
            };
            let answer = bridge::call::<SaveDraft>(args).await;
            {
                let mut state = self.state.borrow_mut();
                match answer {
                    Ok(_) => {
                        state.saved = change;
                        state.failed = None;
                    }
                    Err(failed) => state.failed = Some(failed.code),
                }
                if state.newest != change {
                    continue;
                }
            }
            self.look().await;
            let mut state = self.state.borrow_mut();
            if state.newest == change {
                state.running = false;
                break;
            }
        }
        self.tell();
    }

    /// Shows what the form has become by what is on the disk.
    async fn look(&self) {
        let mut view = self.shown.view;
        if view.try_peek().is_err() {
            return;
        }
        let id = self.state.borrow().id.clone();
        let now = bridge::call::<ReadDraftForm>(IdArgs { id }).await;
        if let (Ok(mut shown), Some(now)) = (view.try_write(), now.ok().and_then(|form| form.view)) {
            *shown = now;
        }
    }

    fn tell(&self) {
        let (failed, waiting) = {
            let mut state = self.state.borrow_mut();
            (state.failed, std::mem::take(&mut state.waiting))
        };
        let now = self.shown.pulse.try_peek().ok().and_then(|pulse| pulse.as_ref().map(|pulse| pulse.now));
        self.show(failed.map_or(Saving::Saved(now), Saving::Failed));
        waiting.into_iter().for_each(Waker::wake);
    }

    fn show(&self, now: Saving) {
        let mut saving = self.shown.saving;
        if let Ok(mut saving) = saving.try_write() {
            *saving = now;
        }
    }
}
