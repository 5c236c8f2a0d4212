//! What the account takes up on this device.

use cds_wire::ipc::{
    DropSetAside, ErrorCode, ForgetDownloads, IdArgs, SetAsideVault, Storage as ReadStorage, StorageShown,
};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Ask, BackBar, Button, ErrorNotice, Facts, Kind, Loading, Note, Section, Title, Tone};
use crate::dates::bytes;
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// Sizes, and dropping what can be fetched again.
#[component]
pub(crate) fn Storage() -> Element {
    let texts = use_texts();
    let storage = use_query::<ReadStorage>(());
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut done = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let forget = move |()| async move {
        if busy() {
            return;
        }
        busy.set(true);
        done.set(false);
        error.set(None);
        match bridge::call::<ForgetDownloads>(()).await {
            Ok(()) => {
                done.set(true);
                storage.again();
            }
            Err(failed) => error.set(Some(failed.code)),
        }
        bridge::focus("forget-downloads");
        asking.set(false);
        busy.set(false);
    };
    rsx! {
        BackBar {}
        Title { text: texts.storage_title() }
        match storage.get() {
            Some(Ok(storage)) => rsx! {
                div { class: "card",
                    Facts { facts: facts(&texts, &storage) }
                }
                if !storage.set_aside.is_empty() {
                    SetAside { vaults: storage.set_aside }
                }
            },
            Some(Err(error)) => rsx! {
                ErrorNotice { code: error.code }
            },
            None => rsx! { Loading {} },
        }
        div { class: "card",
            p { {texts.forget_downloads_intro()} }
            if done() {
                Note { tone: Tone::Good, live: true,
                    p { {texts.forget_downloads_done()} }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button {
                    id: "forget-downloads",
                    kind: Kind::Plain,
                    onclick: move |()| asking.set(true),
                    {texts.forget_downloads()}
                }
            }
            if asking() {
                Ask {
                    id: "forget-downloads",
                    question: texts.forget_downloads_ask(),
                    yes: texts.forget_downloads_yes(),
                    no: texts.forget_downloads_no(),
                    busy: busy(),
                    on_yes: forget,
                    on_no: move |()| asking.set(false),
                }
            }
        }
    }
}

fn facts(texts: &Texts, storage: &StorageShown) -> Vec<(String, String)> {
    let procedures = storage.procedures;
    vec![
        (texts.storage_vault(), bytes(storage.vault)),
        (texts.storage_cache(), bytes(storage.cache)),
        (texts.storage_papers(), bytes(storage.papers)),
        (texts.storage_procedures(), texts.storage_procedures_count(procedures)),
    ]
}

/// Old vaults that were put out of the way: only their own citizen sees them, and may delete them.
#[component]
fn SetAside(vaults: Vec<SetAsideVault>) -> Element {
    let texts = use_texts();
    rsx! {
        Section { id: "set-aside", title: texts.set_aside_title(),
            p { {texts.set_aside_intro()} }
            for (index , vault) in vaults.into_iter().enumerate() {
                OldVault { key: "{vault.id}", index, vault }
            }
        }
    }
}

#[component]
fn OldVault(index: usize, vault: SetAsideVault) -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let id = vault.id.clone();
    let drop_it = move |()| {
        let id = id.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            let dropped = bridge::call::<DropSetAside>(IdArgs { id }).await;
            bridge::focus(&format!("set-aside-{index}"));
            error.set(dropped.err().map(|failed| failed.code));
            asking.set(false);
            busy.set(false);
        }
    };
    rsx! {
        div { class: "actions",
            Button {
                id: "set-aside-{index}",
                kind: Kind::Plain,
                onclick: move |()| asking.set(true),
                {texts.set_aside_drop(bytes(vault.bytes))}
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
        if asking() {
            Ask {
                id: "set-aside-{index}",
                question: texts.set_aside_drop_ask(),
                yes: texts.set_aside_drop_yes(),
                no: texts.set_aside_drop_no(),
                busy: busy(),
                on_yes: drop_it,
                on_no: move |()| asking.set(false),
            }
        }
    }
}
