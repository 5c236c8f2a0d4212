//! The account's devices.

use cds_vn::date::format_instant;
use cds_wire::ipc::{DeviceSummary, Devices as ListDevices, ErrorCode, IdArgs, RevokeDevice};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{
    Ask, BackBar, Button, Empty, ErrorNotice, IconName, Kind, Loading, Note, Title, Tone, drawing,
};
use crate::query::use_query;
use crate::texts::use_texts;

/// Every device that has signed in, this one first. Another one can be revoked; this one signs out.
#[component]
pub(crate) fn Devices() -> Element {
    let texts = use_texts();
    let devices = use_query::<ListDevices>(());
    let done = use_signal(|| false);
    rsx! {
        BackBar {}
        Title { text: texts.devices_title() }
        match devices.get() {
            Some(Ok(devices)) if devices.is_empty() => rsx! {
                Empty { text: texts.devices_none() }
            },
            Some(Ok(devices)) => rsx! {
                if done() {
                    Note { tone: Tone::Good, live: true,
                        p { id: "device-revoked", {texts.revoke_device_done()} }
                    }
                }
                ul { class: "rows devices",
                    for (index , device) in devices.into_iter().enumerate() {
                        Device {
                            key: "{device.id}",
                            index,
                            device,
                            done,
                        }
                    }
                }
                p { class: "hint", {texts.devices_unknown()} }
                p { class: "hint", {texts.devices_this_ends()} }
            },
            Some(Err(error)) => rsx! {
                ErrorNotice { code: error.code }
            },
            None => rsx! { Loading {} },
        }
    }
}

#[component]
fn Device(index: usize, device: DeviceSummary, done: Signal<bool>) -> Element {
    let texts = use_texts();
    let phone = matches!(device.platform.as_str(), "android" | "ios");
    let icon = if phone { IconName::Phone } else { IconName::Device };
    rsx! {
        li {
            div { class: "row still", id: "device-{index}",
                span { class: "row-icon",
                    {drawing(icon)}
                }
                span { class: "row-words",
                    span { class: "row-title", {texts.platform(&device.platform)} }
                    span { class: "row-detail",
                        {texts.device_since(format_instant(device.enrolled_at))}
                    }
                    if let Some(ended) = device.ended_at {
                        span { class: "row-detail", {texts.device_ended(format_instant(ended))} }
                    }
                    if device.this {
                        span { class: "mark good", {texts.device_this()} }
                    }
                }
            }
            if !device.this && device.ended_at.is_none() {
                Revoke { index, device, done }
            }
        }
    }
}

/// Ends another device, after saying what that does to it.
#[component]
fn Revoke(index: usize, device: DeviceSummary, done: Signal<bool>) -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let name = texts.platform(&device.platform);
    let id = device.id.clone();
    let revoke = move |()| {
        let id = id.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            let ended = bridge::call::<RevokeDevice>(IdArgs { id }).await;
            // Before the question goes, with the focus in it.
            bridge::focus(&format!("revoke-{index}"));
            match ended {
                Ok(()) => done.set(true),
                Err(failed) => error.set(Some(failed.code)),
            }
            asking.set(false);
            busy.set(false);
        }
    };
    rsx! {
        div { class: "device-act",
            Button {
                id: "revoke-{index}",
                kind: Kind::Plain,
                onclick: move |()| {
                    done.set(false);
                    asking.set(true);
                },
                {texts.revoke_device_of(name.clone())}
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            if asking() {
                Ask {
                    id: "revoke-{index}",
                    question: texts.revoke_device_ask(name, format_instant(device.enrolled_at)),
                    yes: texts.revoke_device_yes(),
                    no: texts.revoke_device_no(),
                    busy: busy(),
                    on_yes: revoke,
                    on_no: move |()| asking.set(false),
                }
            }
        }
    }
}
