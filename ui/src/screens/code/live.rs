//! The live code: made anew every 20 seconds for as long as it is looked at.
//!
//! A picture that is older than that is worth nothing to the holder, and something to a thief with a camera: it is taken
//! off the screen when it cannot be renewed, when the page is hidden and when the system has slept. The time to the lock
//! goes on as everywhere: a code left on a counter must not keep the vault open.

use cds_vn::date::format_instant;
use cds_wire::ipc::{AppError, ErrorCode, LiveCode, LiveCodeShown};
use dioxus::prelude::*;

use super::{Age, Missing, Picture, Proves, holder};
use crate::app::{App, use_app};
use crate::bridge;
use crate::components::{Button, Empty, Facts, IconName, Kind, Loading, Note, Title, Tone, drawing};
use crate::nav::{Place, use_nav};
use crate::pulse::use_data;
use crate::texts::use_texts;

/// How often it is looked whether the code is to be renewed; the seconds are counted by it.
const GLANCE_MS: u32 = 1_000;
/// How long an answer that is no code stands before it is asked for again.
const AGAIN_MS: f64 = 20_000.0;
/// So much later than it was to be renewed, a code goes off the screen.
const GRACE_MS: f64 = 2_000.0;
/// After this long without contact the screen says what that means.
const LONG_AGO_MS: i64 = 30 * 24 * 3_600_000;

/// A code on the screen, or why there is none.
#[derive(Clone, PartialEq)]
struct OnScreen {
    answer: Result<LiveCodeShown, AppError>,
    /// By the webview's wall clock.
    asked_at: f64,
    /// For how many milliseconds it stands.
    good_for: f64,
    /// What lists showed then.
    data: u64,
}

impl OnScreen {
    /// The code of this moment.
    async fn now(app: App, data: u64) -> Self {
        let asked_at = bridge::wall();
        let answer = bridge::call::<LiveCode>(()).await;
        // The screens have been locked behind this one's back.
        if matches!(answer, Err(AppError { code: ErrorCode::NotReady })) {
            app.refresh();
        }
        let good_for = answer.as_ref().map_or(AGAIN_MS, |code| (code.renew_at - code.stamped_at) as f64);
        Self { answer, asked_at, good_for, data }
    }

    /// Milliseconds until it is to be renewed, negative afterwards. A clock that was put back ends it, too.
    fn left(&self, wall: f64) -> f64 {
        let passed = wall - self.asked_at;
        if passed < 0.0 { f64::NEG_INFINITY } else { self.good_for - passed }
    }
}

/// Seconds until the next code, as they are counted down.
fn whole_seconds(left: f64) -> i64 {
    (left.max(0.0) / 1_000.0).ceil() as i64
}

/// The code that is on the screen, and the seconds until the next one. Both end with the component.
fn use_live_code() -> (Signal<Option<OnScreen>>, Signal<i64>) {
    let app = use_app();
    let data = use_data();
    let mut code = use_signal(|| None::<OnScreen>);
    let mut seconds = use_signal(|| 0_i64);
    use_future(move || async move {
        loop {
            let due = code.peek().as_ref().is_none_or(|code| {
                // The next one is there by the time this one ends.
                code.left(bridge::wall()) < f64::from(GLANCE_MS) || code.data != *data.peek()
            });
            if due && !bridge::is_hidden() {
                let lists = *data.peek();
                let next = OnScreen::now(app, lists).await;
                if !bridge::is_hidden() {
                    seconds.set(whole_seconds(next.left(bridge::wall())));
                    code.set(Some(next));
                }
            }
            bridge::glance(GLANCE_MS).await;
        }
    });
    // By itself, so that no slow answer keeps an old picture on the screen.
    use_future(move || async move {
        loop {
            bridge::glance(GLANCE_MS).await;
            let left = code.peek().as_ref().map_or(0.0, |code| code.left(bridge::wall()));
            if code.peek().is_some() && (bridge::is_hidden() || left < -GRACE_MS) {
                code.set(None);
            }
            seconds.set(whole_seconds(left));
        }
    });
    (code, seconds)
}

/// The live code, the holder's short data and their age; the ways to the paper code and to checking others.
#[component]
pub(crate) fn Code() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let (code, seconds) = use_live_code();
    let answer = use_memo(move || code.read().as_ref().map(|code| code.answer.clone()));
    let counts = answer().and_then(Result::ok).filter(|code| code.stamped_at < code.expires_at);
    rsx! {
        Title { text: texts.code_title() }
        div { class: "code-page",
            match answer() {
                None => rsx! { Loading {} },
                Some(Err(error)) => rsx! {
                    Missing { code: error.code }
                },
                Some(Ok(code)) if code.stamped_at >= code.expires_at => rsx! {
                    Empty { text: texts.code_expired(format_instant(code.expires_at)) }
                },
                Some(Ok(code)) => rsx! {
                    Shown { code, seconds }
                },
            }
            div { class: "actions code-ways",
                Button { id: "open-paper-code", kind: Kind::Plain, onclick: move |()| nav.go(Place::PaperCode),
                    {drawing(IconName::Paper)}
                    {texts.open_paper_code()}
                }
                Button { id: "open-check", kind: Kind::Plain, onclick: move |()| nav.go(Place::Check),
                    {drawing(IconName::Search)}
                    {texts.open_check()}
                }
                Button { id: "open-showings", kind: Kind::Plain, onclick: move |()| nav.go(Place::CodeShowings),
                    {drawing(IconName::Clock)}
                    {texts.open_showings()}
                }
            }
            if let Some(code) = counts {
                Proves { points: vec![texts.code_live_proves(), texts.code_live_relayed(), texts.code_compare()] }
                Age { issued_at: code.issued_at, expires_at: code.expires_at }
            }
        }
    }
}

#[component]
fn Shown(code: LiveCodeShown, seconds: Signal<i64>) -> Element {
    let texts = use_texts();
    let long_ago = code.last_contact.filter(|contact| code.stamped_at - contact > LONG_AGO_MS);
    let url = bridge::picture_url("image/png", &code.picture);
    let facts = holder(&texts, code.birth_date.as_ref(), code.sex.as_ref(), &code.last4);
    rsx! {
        div { class: "card",
            Picture { id: "live-code-picture", url, alt: texts.code_live_picture() }
            // The seconds are for the eye: read out each second they would drown everything else.
            p { class: "quiet code-age",
                {texts.code_renews()}
                span { aria_hidden: "true", " " {texts.code_seconds(seconds())} }
            }
            if code.trial {
                p { class: "code-trial", {texts.code_trial()} }
            }
            p { class: "code-holder", lang: "vi", {code.name.reveal().clone()} }
            Facts { facts }
        }
        if let Some(contact) = long_ago {
            Note { tone: Tone::Warn,
                p { id: "code-long-ago",
                    {texts.code_long_ago(format_instant(contact), format_instant(code.expires_at))}
                }
            }
        }
    }
}
