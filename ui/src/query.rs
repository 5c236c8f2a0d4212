//! Reading from the shell, again whenever what it shows may have changed.

use std::pin::Pin;

use cds_wire::ipc::{AppError, Command, ErrorCode};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::pulse::use_data;

/// What a command that only reads has answered.
///
/// The last answer stands while it is read again, also with other arguments: lists do not flicker as one types. Where
/// an older answer would be wrong (another dossier), give the component a `key`.
pub(crate) struct Query<C: Command + 'static> {
    answer: Signal<Option<Result<C::Output, AppError>>>,
    reading: Resource<()>,
}

impl<C: Command> Clone for Query<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Command> Copy for Query<C> {}

impl<C: Command> PartialEq for Query<C> {
    fn eq(&self, other: &Self) -> bool {
        self.answer == other.answer
    }
}

/// Reads, and reads again when the arguments or the pulse's data change.
pub(crate) fn use_query<C: Command>(args: C::Args) -> Query<C>
where
    C::Args: Clone + PartialEq,
{
    let mut answer = use_signal(|| None);
    let mut args = use_reactive((&args,), |(args,)| args);
    let read = move || -> Reading {
        let args = args();
        Box::pin(async move {
            let answered = bridge::call::<C>(args).await;
            let locked = matches!(answered, Err(AppError { code: ErrorCode::NotReady }));
            answer.set(Some(answered));
            locked
        })
    };
    Query { answer, reading: use_reading(Box::new(read)) }
}

/// Puts the answer where it is shown, and says whether the vault is shut.
type Reading = Pin<Box<dyn Future<Output = bool>>>;

/// Reads again when what `read` looks at or the pulse's data change. The same machine for all commands: one for each of
/// them made the interface some tens of kilobytes larger.
fn use_reading(mut read: Box<dyn FnMut() -> Reading>) -> Resource<()> {
    let app = use_app();
    let data = use_data();
    use_resource(move || {
        // Subscribed before the call: what changes while it is under way is read again.
        data.read();
        let reading = read();
        async move {
            // The screens have been locked behind this one's back.
            if reading.await {
                app.refresh();
            }
        }
    })
}

impl<C: Command> Query<C> {
    /// The last answer; none before the first. The screen redraws where it changes.
    pub(crate) fn get(&self) -> Option<Result<C::Output, AppError>>
    where
        C::Output: Clone,
    {
        self.answer.read().clone()
    }

    /// Reads again now.
    pub(crate) fn again(mut self) {
        self.reading.restart();
    }
}
