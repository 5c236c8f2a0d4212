//! How old the data is, what waits, what is being sent, what comes next.
//!
//! Being offline is a normal state and is told calmly. Screen readers hear when the kind of state changes, not each
//! minute and each percent.

use cds_wire::UnixMillis;
use cds_wire::ipc::{Activity, ErrorCode, Pulse, Sync};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, drawing};
use crate::dates::{age, time_of_day};
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
use crate::texts::{Texts, use_texts};

/// What was updated so long ago is still called up to date.
const RECENT: UnixMillis = 5 * 60 * 1000;

/// The connection, on every screen of an open vault.
#[component]
pub(super) fn Connection() -> Element {
    let texts = use_texts();
    let app = use_app();
    let nav = use_nav();
    let pulse = use_pulse();
    let mut error = use_signal(|| None::<ErrorCode>);
    let sync = move |_| async move {
        error.set(None);
        match bridge::call::<Sync>(()).await {
            Ok(()) => {}
            Err(failed) if failed.code == ErrorCode::NotReady => app.refresh(),
            Err(failed) => error.set(Some(failed.code)),
        }
    };

    let pulse = pulse.read().clone();
    let phone = app.status().is_some_and(|status| status.device.phone);
    let busy = pulse.as_ref().is_some_and(|pulse| pulse.activity != Activity::Idle);
    let failure = error().or(pulse.as_ref().and_then(|pulse| pulse.failure));
    let offline = failure == Some(ErrorCode::NoNetwork);
    let icon = match failure {
        _ if busy => IconName::Sync,
        Some(ErrorCode::NoNetwork) => IconName::Offline,
        Some(_) => IconName::Warning,
        None => IconName::Check,
    };
    let (state, details, spoken) = match &pulse {
        Some(pulse) => (state(&texts, pulse, failure), details(&texts, pulse, phone), spoken(&texts, pulse, failure)),
        None => (texts.opening(), String::new(), String::new()),
    };
    rsx! {
        section {
            class: "connection",
            id: "connection",
            aria_label: texts.connection(),
            "data-code": offline.then_some("NoNetwork"),
            div { class: "connection-line",
                {drawing(icon)}
                div { class: "connection-words",
                    p { class: "connection-state", {state} }
                    if !details.is_empty() {
                        p { class: "connection-details", {details} }
                    }
                }
                button { class: "button quiet-button", id: "sync", r#type: "button", onclick: sync, {texts.sync_now()} }
            }
            p { class: "unseen", role: "status", {spoken} }
            if let Some(code) = failure
                && !offline
            {
                ErrorNotice { code }
                if code == ErrorCode::SignInNeeded && nav.place() != Place::SignInAgain {
                    div { class: "actions",
                        Button {
                            id: "sign-in-again",
                            onclick: move |()| nav.go(Place::SignInAgain),
                            {texts.sign_in_again()}
                        }
                    }
                }
            }
        }
    }
}

/// What goes on, or how the data stands.
fn state(texts: &Texts, pulse: &Pulse, failure: Option<ErrorCode>) -> String {
    match (pulse.activity, failure, pulse.last_contact) {
        (Activity::Sending { done, total }, ..) => texts.connection_sending(percent(done, total)),
        (Activity::Asking, ..) => texts.connection_asking(),
        (Activity::Fetching, ..) => texts.connection_fetching(),
        (Activity::Idle, Some(ErrorCode::NoNetwork), _) => texts.connection_offline(),
        (Activity::Idle, Some(_), _) => texts.connection_failed(),
        (Activity::Idle, None, Some(then)) => texts.connection_updated(age(texts, pulse.now, then)),
        (Activity::Idle, None, None) => texts.connection_never(),
    }
}

/// The rest, where there is something to say.
fn details(texts: &Texts, pulse: &Pulse, phone: bool) -> String {
    let mut details = Vec::new();
    let told = pulse.activity == Activity::Idle && pulse.failure.is_none();
    match pulse.last_contact {
        Some(then) if !told => details.push(texts.connection_updated(age(texts, pulse.now, then))),
        None if !told => details.push(texts.connection_never()),
        _ => {}
    }
    if pulse.waiting > 0 {
        details.push(texts.connection_waiting(pulse.waiting));
    }
    if let Some(next) = pulse.next_try
        && next > pulse.now
        && pulse.activity == Activity::Idle
        && (pulse.failure.is_some() || pulse.waiting > 0)
    {
        details.push(texts.connection_next_try(time_of_day(next)));
    }
    if phone && pulse.waiting > 0 {
        details.push(texts.connection_open_to_send());
    }
    details.join(" · ")
}

/// The kind of state, without what changes by the minute. That the portal is asked is no news.
fn spoken(texts: &Texts, pulse: &Pulse, failure: Option<ErrorCode>) -> String {
    match (pulse.activity, failure, pulse.last_contact) {
        (Activity::Sending { .. }, ..) => texts.connection_sending_now(),
        (_, Some(ErrorCode::NoNetwork), _) => texts.connection_offline(),
        // The notice speaks for itself.
        (_, Some(_), _) => String::new(),
        (_, None, Some(then)) if (0..RECENT).contains(&(pulse.now - then)) => texts.connection_up_to_date(),
        (_, None, Some(_)) => String::new(),
        (_, None, None) => texts.connection_never(),
    }
}

/// Whole percent of what has arrived.
pub(crate) fn percent(done: u64, total: u64) -> i64 {
    let percent = done.saturating_mul(100).checked_div(total).unwrap_or(0).min(100);
    i64::try_from(percent).unwrap_or_default()
}
