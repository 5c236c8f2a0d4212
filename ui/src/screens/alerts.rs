//! Alerts of the province and the commune.
//!
//! "No alerts" is a statement about now: it is not made from data that is hours old.

use cds_vn::date::format_instant;
use cds_wire::UnixMillis;
use cds_wire::ipc::{AlertList, AlertSummary, Alerts as ListAlerts};
use dioxus::prelude::*;

use crate::components::{BackBar, Button, ErrorNotice, IconName, Kind, Note, Section, Title, Tone, drawing};
use crate::dates::{age, is_stale};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// More than these are a place of their own.
const ON_HOME: usize = 3;
/// From this level on, what to do is said at once.
const URGENT: u8 = 3;

/// All alerts, those that hold and those that no longer do.
#[component]
pub(crate) fn Alerts() -> Element {
    let texts = use_texts();
    let list = use_query::<ListAlerts>(()).get();
    rsx! {
        BackBar {}
        Title { text: texts.alerts_title() }
        match list {
            Some(Ok(list)) => {
                let (expired, holding) = apart(&list);
                rsx! {
                    Section { title: texts.alerts_holding(),
                        Silence { list: list.clone() }
                        for alert in holding {
                            Alert { key: "{alert.id}", alert, now: list.now }
                        }
                    }
                    if !expired.is_empty() {
                        Section { title: texts.alerts_expired(),
                            for alert in expired {
                                Alert { key: "{alert.id}", alert, now: list.now }
                            }
                        }
                    }
                }
            }
            Some(Err(error)) => rsx! {
                ErrorNotice { code: error.code }
            },
            None => rsx! {
                p { class: "placeholder", aria_hidden: "true" }
            },
        }
    }
}

/// What holds now, for the first place; what no longer holds is folded away.
#[component]
pub(super) fn AlertsNow() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let list = use_query::<ListAlerts>(()).get();
    rsx! {
        Section { id: "home-alerts", title: texts.alerts_title(),
            match list {
                Some(Ok(list)) => {
                    let (expired, holding) = apart(&list);
                    let in_all = holding.len();
                    rsx! {
                        Silence { list: list.clone() }
                        for alert in holding.into_iter().take(ON_HOME) {
                            Alert { key: "{alert.id}", alert, now: list.now, brief: true }
                        }
                        if !expired.is_empty() {
                            details { class: "folded",
                                summary { {texts.alerts_expired_count(expired.len())} }
                                for alert in expired {
                                    Alert { key: "{alert.id}", alert, now: list.now, brief: true }
                                }
                            }
                        }
                        if !list.alerts.is_empty() {
                            div { class: "actions",
                                Button {
                                    id: "all-alerts",
                                    kind: Kind::Plain,
                                    onclick: move |()| nav.go(Place::Alerts),
                                    if in_all > 1 {
                                        {texts.alerts_more(in_all)}
                                    } else {
                                        {texts.alerts_all()}
                                    }
                                }
                            }
                        }
                    }
                }
                Some(Err(error)) => rsx! {
                    ErrorNotice { code: error.code }
                },
                None => rsx! {
                    p { class: "placeholder", aria_hidden: "true" }
                },
            }
        }
    }
}

/// What the absence of alerts means: nothing, once the data is old.
#[component]
fn Silence(list: AlertList) -> Element {
    let texts = use_texts();
    match list.last_contact {
        None => rsx! {
            Note { tone: Tone::Warn,
                p { {texts.alerts_never()} }
            }
        },
        Some(then) if is_stale(list.now, then) => rsx! {
            Note { tone: Tone::Warn,
                p { {texts.alerts_stale(age(&texts, list.now, then))} }
            }
        },
        Some(_) if list.alerts.iter().all(|alert| alert.expired) => rsx! {
            p { class: "calm", {texts.alerts_none()} }
        },
        Some(_) => rsx! {},
    }
}

/// One alert: its level in words, number and stripe, what happens, what to do, where, from whom and when. In brief: what
/// one must know at once.
#[component]
fn Alert(alert: AlertSummary, now: UnixMillis, #[props(default)] brief: bool) -> Element {
    let texts = use_texts();
    let AlertSummary { alert, expired, .. } = alert;
    let level = alert.level.filter(|level| (1..=5).contains(level));
    let instruction = alert.instruction.filter(|_| !brief || level >= Some(URGENT));
    rsx! {
        article {
            class: if expired { "alert expired" } else { "alert" },
            "data-level": level.map(|level| level.to_string()),
            p { class: "alert-marks",
                span { class: "alert-level",
                    {drawing(if level.is_some() { IconName::Warning } else { IconName::Alert })}
                    {level.map_or_else(|| texts.alert_no_level(), |level| level_name(&texts, level))}
                }
                if expired {
                    span { class: "mark", {texts.alert_expired()} }
                }
            }
            h3 { lang: "vi", {alert.headline} }
            p { class: "alert-where", lang: "vi", {alert.area} }
            if !brief {
                p { lang: "vi", {alert.description} }
            }
            if let Some(instruction) = instruction {
                p { class: "alert-instruction", lang: "vi", {instruction} }
            }
            p { class: "hint",
                {texts.alert_sent(age(&texts, now, alert.sent_at))}
                " · "
                {texts.alert_until(format_instant(alert.expires_at))}
            }
            if !brief {
                p { class: "hint", lang: "vi", {alert.sender} }
            }
        }
    }
}

/// The words of Decision 18/2021/QĐ-TTg for a level.
fn level_name(texts: &Texts, level: u8) -> String {
    match level {
        1 => texts.alert_level_1(),
        2 => texts.alert_level_2(),
        3 => texts.alert_level_3(),
        4 => texts.alert_level_4(),
        _ => texts.alert_level_5(),
    }
}

/// Those that no longer hold, and those that do.
fn apart(list: &AlertList) -> (Vec<AlertSummary>, Vec<AlertSummary>) {
    list.alerts.iter().cloned().partition(|alert| alert.expired)
}
