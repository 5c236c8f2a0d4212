//! Checking the codes of others, at a counter or a checkpoint. Needs neither network nor an account.

mod answer;
mod history;
mod reasons;

use cds_wire::Sensitive;
use cds_wire::ipc::{CheckCode, CodeChecked, ErrorCode, ListCodeHistory, TextArgs};
use dioxus::prelude::*;

use self::answer::{Answer, headline, name_of};
use self::history::History;
use crate::app::use_app;
use crate::bridge;
use crate::components::{BackBar, Button, ErrorNotice, Note, Scanner, Title, Tone};
use crate::query::use_query;
use crate::texts::use_texts;

/// The field that a scanner types into.
const FIELD: &str = "check-text";
/// What a scanner's text begins with.
const BEGINNING: &str = "CDS";

/// A few frames.
const AFTER_HEADING_MS: u32 = 100;

/// Reads a code, says what it is worth, and lists what was checked before.
#[component]
pub(crate) fn Check(
    /// Given where there is no vault around it.
    on_back: Option<EventHandler<()>>,
) -> Element {
    let texts = use_texts();
    let phone = use_app().status().is_some_and(|status| status.device.phone);
    let history = use_query::<ListCodeHistory>(());
    let mut typed = use_signal(String::new);
    let mut answer = use_signal(|| None::<(u32, CodeChecked)>);
    let mut answers = use_signal(|| 0_u32);
    let mut error = use_signal(|| None::<ErrorCode>);
    let mut garbled = use_signal(|| false);
    let mut spoken = use_signal(String::new);
    let mut muted = use_signal(bridge::is_muted);
    let told = texts.clone();
    // The answer to one person's code must not stand while the next one's is read.
    let begin = use_callback(move |()| {
        answer.set(None);
        error.set(None);
        spoken.set(String::new());
        garbled.set(false);
    });
    let check = use_callback(move |text: String| {
        let texts = told.clone();
        begin.call(());
        spawn(async move {
            garbled.set(is_garbled(&text));
            match bridge::call::<CheckCode>(TextArgs { text: Sensitive::new(text) }).await {
                Ok(checked) => {
                    bridge::sound(name_of(checked.result));
                    spoken.set(headline(&texts, &checked));
                    answers += 1;
                    answer.set(Some((*answers.peek(), checked)));
                    history.again();
                    bridge::bring_into_sight("check-answer");
                }
                Err(failed) => error.set(Some(failed.code)),
            }
        });
    });
    // Emptied at once, so that the next code that is scanned stands alone.
    let mut take = move || {
        let text = typed.peek().clone();
        typed.set(String::new());
        bridge::focus(FIELD);
        if !text.trim().is_empty() {
            check.call(text);
        }
    };
    rsx! {
        BackBar { on_back }
        Title { text: texts.check_title() }
        div { class: "code-page",
            p { class: "unseen", role: "status", {spoken()} }
            for (number , checked) in answer() {
                Answer { key: "{number}", checked }
            }
            if garbled() {
                Note { tone: Tone::Warn, live: true, p { id: "check-garbled", {texts.check_garbled()} } }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "card",
                Scanner { prefix: "check", on_begin: begin, on_text: move |text| check.call(text) }
                form {
                    class: "search",
                    novalidate: true,
                    autocomplete: "off",
                    onsubmit: move |event| {
                        event.prevent_default();
                        take();
                    },
                    div { class: "field check-field",
                        label { r#for: FIELD, {texts.check_text()} }
                        p { class: "hint", id: "check-text-hint", {texts.check_text_hint()} }
                        // A code is no text to be put right, and no phone needs its keyboard for it.
                        input {
                            id: FIELD,
                            r#type: "text",
                            inputmode: "none",
                            autocomplete: "off",
                            autocapitalize: "off",
                            autocorrect: "off",
                            spellcheck: "false",
                            aria_describedby: "check-text-hint",
                            value: typed(),
                            oninput: move |event| typed.set(event.value()),
                            onmounted: move |event| async move {
                                bridge::end_with_tab(FIELD, BEGINNING);
                                // After the heading has had the focus: a scanner types where it is. No phone has one.
                                if !phone {
                                    bridge::pause(AFTER_HEADING_MS).await;
                                    // A field that cannot be focused can still be touched.
                                    let _ = event.set_focus(true).await;
                                }
                            },
                        }
                    }
                    Button { id: "check-go", submit: true, {texts.check_go()} }
                }
                div { class: "check",
                    input {
                        r#type: "checkbox",
                        id: "check-sound",
                        checked: !muted(),
                        onchange: move |event| {
                            bridge::mute(!event.checked());
                            muted.set(!event.checked());
                        },
                    }
                    label { r#for: "check-sound", {texts.check_sound()} }
                }
            }
            History { history }
        }
    }
}

/// Whether a keyboard that makes Vietnamese letters has changed a code on its way.
fn is_garbled(text: &str) -> bool {
    text.starts_with(BEGINNING) && !text.is_ascii()
}
