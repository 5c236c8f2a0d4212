//! Reading from the shell, again whenever what it shows may have changed.

use cds_wire::ipc::{AppError, Command, ErrorCode};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::pulse::use_data;

/// What a command that only reads has answered.
///
/// The last answer stands while it is read again, also with other arguments: lists do not flicker as one types. Where
/// an older answer would be wrong (another dossier), give the component a `key`.
pub(crate) struct Query<C: Command + 'static>(Resource<Result<C::Output, AppError>>);

impl<C: Command> Clone for Query<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Command> Copy for Query<C> {}

impl<C: Command> PartialEq for Query<C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Reads, and reads again when the arguments or the pulse's data change.
pub(crate) fn use_query<C: Command>(args: C::Args) -> Query<C>
where
    C::Args: Clone + PartialEq,
{
    let app = use_app();
    let data = use_data();
    Query(use_resource(use_reactive((&args,), move |(args,)| {
        // Subscribed before the call: what changes while it is under way is read again.
        data.read();
        async move {
            let answer = bridge::call::<C>(args).await;
            // The screens have been locked behind this one's back.
            if matches!(answer, Err(AppError { code: ErrorCode::NotReady })) {
                app.refresh();
            }
            answer
        }
    })))
}

impl<C: Command> Query<C> {
    /// The last answer; none before the first. The screen redraws where it changes.
    pub(crate) fn get(&self) -> Option<Result<C::Output, AppError>>
    where
        C::Output: Clone,
    {
        self.0.read().clone()
    }

    /// Reads again now.
    pub(crate) fn again(mut self) {
        self.0.restart();
    }
}
