//! The answer to a code: to be understood from a step away, by its words, its drawing and its colour.

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{CodeChecked, CodeResult};
use dioxus::prelude::*;

use super::reasons;
use crate::bridge;
use crate::components::{Facts, IconName, Note, Tone, drawing};
use crate::dates;
use crate::texts::{Texts, use_texts};

/// One answer. Another scan is another one: give it a `key`.
#[component]
pub(super) fn Answer(checked: CodeChecked) -> Element {
    let texts = use_texts();
    let result = name_of(checked.result);
    let (proved, open) = established(&texts, &checked);
    rsx! {
        section {
            class: "check-answer {result}",
            id: "check-answer",
            aria_label: texts.check_answer(),
            "data-result": result,
            "data-reasons": checked.reasons.join(" "),
            div { class: "check-band",
                {drawing(icon(&checked))}
                div { class: "check-band-words",
                    h2 { {word(&texts, checked.result)} }
                    p { {subline(&texts, &checked)} }
                }
                if let Some(wait) = checked.wait_s {
                    Countdown { wait }
                }
            }
            if checked.trial {
                p { class: "code-trial", {texts.code_trial()} }
            }
            if let Some(off) = checked.clock_off_s {
                Note { tone: Tone::Warn,
                    p { id: "check-clock", {clock(&texts, off)} }
                    p { {texts.check_clock_advice()} }
                }
            }
            if checked.name.is_some() {
                div { class: "card",
                    p { class: "code-holder", lang: "vi", {shown(&checked.name)} }
                    if let Some(issuer) = checked.issuer.clone() {
                        p { class: "quiet code-age", lang: "vi", {issuer} }
                    }
                    Facts { facts: holder(&texts, &checked) }
                }
            }
            for advice in reasons::advice(&texts, &checked.reasons) {
                p { class: "check-advice", {advice} }
            }
            if !proved.is_empty() {
                div { class: "card",
                    h3 { {texts.check_proved_title()} }
                    ul { class: "plain-list check-list proved",
                        for line in proved {
                            li {
                                {drawing(IconName::Check)}
                                span { {line} }
                            }
                        }
                    }
                    h3 { {texts.check_open_title()} }
                    ul { class: "plain-list check-list open",
                        for line in open {
                            li {
                                {drawing(IconName::Question)}
                                span { {line} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The seconds until the second scan; once they have passed, it says so, also to who does not look.
#[component]
fn Countdown(wait: u32) -> Element {
    let texts = use_texts();
    let mut left = use_signal(|| wait);
    use_future(move || async move {
        while left() > 0 {
            bridge::pause(1000).await;
            left -= 1;
        }
        bridge::sound("again");
    });
    rsx! {
        p { class: "check-countdown", id: "check-countdown", aria_hidden: "true",
            if left() > 0 {
                {texts.check_seconds(left())}
            } else {
                {texts.check_scan_now()}
            }
        }
        p { class: "unseen", role: "status",
            if left() == 0 {
                {texts.check_scan_now()}
            }
        }
    }
}

/// The answer's name in the page.
pub(super) const fn name_of(result: CodeResult) -> &'static str {
    match result {
        CodeResult::Live => "live",
        CodeResult::LiveStatusOld => "live_status_old",
        CodeResult::GenuinePaper => "genuine_paper",
        CodeResult::CannotTell => "cannot_tell",
        CodeResult::Invalid => "invalid",
    }
}

/// The answer as it is read out.
pub(super) fn headline(texts: &Texts, checked: &CodeChecked) -> String {
    match (checked.result, checked.wait_s) {
        (CodeResult::CannotTell, Some(wait)) => texts.check_scan_again(wait),
        (result, _) => word(texts, result),
    }
}

/// The answer in a word or two.
pub(super) fn word(texts: &Texts, result: CodeResult) -> String {
    match result {
        CodeResult::Live | CodeResult::LiveStatusOld => texts.check_live(),
        CodeResult::GenuinePaper => texts.check_paper(),
        CodeResult::CannotTell => texts.check_cannot_tell(),
        CodeResult::Invalid => texts.check_invalid(),
    }
}

/// What goes with it, in one line.
fn subline(texts: &Texts, checked: &CodeChecked) -> String {
    match checked.result {
        CodeResult::Live => texts.check_live_more(),
        CodeResult::LiveStatusOld => match checked.status_days {
            Some(days) => texts.check_status_days(days),
            None => texts.check_status_missing(),
        },
        CodeResult::GenuinePaper => texts.check_paper_more(),
        CodeResult::CannotTell | CodeResult::Invalid => reasons::why(texts, &checked.reasons),
    }
}

/// The drawing of an answer; each has its own.
fn icon(checked: &CodeChecked) -> IconName {
    match (checked.result, checked.wait_s) {
        (CodeResult::Live, _) => IconName::Check,
        (CodeResult::LiveStatusOld, _) => IconName::Clock,
        (CodeResult::GenuinePaper, _) => IconName::Paper,
        (CodeResult::CannotTell, Some(_)) => IconName::Sync,
        (CodeResult::CannotTell, None) => IconName::Question,
        (CodeResult::Invalid, _) => IconName::Cancel,
    }
}

/// The holder's clock against this one, in whole minutes, of which there is at least one.
fn clock(texts: &Texts, off_s: i64) -> String {
    let minutes = ((off_s.saturating_abs() + 30) / 60).max(1);
    if off_s < 0 { texts.check_clock_behind(minutes) } else { texts.check_clock_ahead(minutes) }
}

fn shown(value: &Option<Sensitive>) -> String {
    value.as_ref().map(Sensitive::reveal).cloned().unwrap_or_default()
}

/// Whom the code names, and how old what it was judged by is.
fn holder(texts: &Texts, checked: &CodeChecked) -> Vec<(String, String)> {
    [
        checked.birth_date.as_ref().map(|day| (texts.code_birth(), dates::day(day.reveal()))),
        checked.last4.as_ref().map(|last4| (texts.code_last4(), format!("•••• {}", last4.reveal()))),
        checked.list_issued_at.map(|at| (texts.check_list_age(), format_instant(at))),
        Some((texts.check_status_age(), checked.status_issued_at.map_or_else(|| texts.check_none(), format_instant))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a code that counts has established, and what it has not.
fn established(texts: &Texts, checked: &CodeChecked) -> (Vec<String>, Vec<String>) {
    if checked.issuer.is_none() {
        return (Vec::new(), Vec::new());
    }
    let live = checked.result != CodeResult::GenuinePaper;
    let mut proved = vec![texts.check_proved_signed()];
    if live {
        proved.push(texts.check_proved_live());
    }
    let mut open = vec![texts.check_open_person()];
    if live {
        open.push(texts.check_open_relay());
    } else {
        open.push(texts.check_open_copy());
    }
    match (checked.status_issued_at, checked.status_days) {
        (Some(at), days) => {
            proved.push(texts.check_proved_status(format_instant(at)));
            open.extend(days.map(|days| texts.check_open_status(days)));
        }
        (None, _) => open.push(texts.check_open_no_status()),
    }
    (proved, open)
}
