//! The account's devices.

use cds_vn::date::format_instant;
use cds_wire::ipc::{DeviceSummary, Devices as ListDevices};
use dioxus::prelude::*;

use crate::components::{BackBar, Empty, ErrorNotice, Icon, IconName, Loading, Title};
use crate::query::use_query;
use crate::texts::use_texts;

/// Every device that has signed in, this one first.
#[component]
pub(crate) fn Devices() -> Element {
    let texts = use_texts();
    let devices = use_query::<ListDevices>(());
    rsx! {
        BackBar {}
        Title { text: texts.devices_title() }
        match devices.get() {
            Some(Ok(devices)) if devices.is_empty() => rsx! {
                Empty { text: texts.devices_none() }
            },
            Some(Ok(devices)) => rsx! {
                ul { class: "rows devices",
                    for device in devices {
                        Device { key: "{device.id}", device }
                    }
                }
                p { class: "hint", {texts.devices_unknown()} }
            },
            Some(Err(error)) => rsx! {
                ErrorNotice { code: error.code }
            },
            None => rsx! { Loading {} },
        }
    }
}

#[component]
fn Device(device: DeviceSummary) -> Element {
    let texts = use_texts();
    let phone = matches!(device.platform.as_str(), "android" | "ios");
    let icon = if phone { IconName::Phone } else { IconName::Device };
    rsx! {
        li {
            div { class: "row still",
                span { class: "row-icon",
                    Icon { name: icon }
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
        }
    }
}
