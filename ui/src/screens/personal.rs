//! The citizen's own data and settings.

use cds_wire::ipc::{Profile, ProfileShown, SecretKind};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::components::{ErrorNotice, Facts, IconName, Loading, Note, Row, Section, Title};
use crate::dates::day;
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// Who the province knows, and the ways to the settings.
#[component]
pub(crate) fn Personal() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let status = use_app().status();
    let guest = status.as_ref().is_some_and(|status| status.guest);
    let secret = status.and_then(|status| status.secret);
    let profile = use_query::<Profile>(());
    rsx! {
        Title { text: texts.personal_title() }
        div { class: "personal",
            match profile.get() {
                Some(Ok(profile)) => rsx! {
                    div { class: "card",
                        h2 { lang: "vi", {profile.name.reveal().clone()} }
                        Facts { facts: facts(&texts, &profile), lang: "vi" }
                        if profile.record.is_none() {
                            Note {
                                p { {texts.profile_not_yet()} }
                            }
                        } else {
                            p { class: "hint", {texts.profile_wrong()} }
                        }
                    }
                },
                Some(Err(error)) => rsx! {
                    ErrorNotice { code: error.code }
                },
                None => rsx! { Loading {} },
            }
            Section { title: texts.settings_title(),
                ul { class: "rows",
                    Row {
                        id: "open-family",
                        icon: IconName::Person,
                        title: texts.family_title(),
                        detail: texts.family_detail(),
                        lang: None,
                        onclick: move |()| nav.go(Place::Family),
                    }
                    Row {
                        id: "open-display",
                        icon: IconName::Display,
                        title: texts.display_title(),
                        detail: texts.display_detail(),
                        lang: None,
                        onclick: move |()| nav.go(Place::Display),
                    }
                    if let Some(secret) = secret {
                        Row {
                            id: "open-change-secret",
                            icon: IconName::Lock,
                            title: match secret {
                                SecretKind::Pin => texts.change_pin_title(),
                                SecretKind::Passphrase => texts.change_passphrase_title(),
                            },
                            detail: match secret {
                                SecretKind::Pin => texts.change_pin_detail(),
                                SecretKind::Passphrase => texts.change_passphrase_detail(),
                            },
                            lang: None,
                            onclick: move |()| nav.go(Place::ChangeSecret),
                        }
                    }
                    Row {
                        id: "open-devices",
                        icon: IconName::Device,
                        title: texts.devices_title(),
                        detail: texts.devices_detail(),
                        lang: None,
                        onclick: move |()| nav.go(Place::Devices),
                    }
                    Row {
                        id: "open-storage",
                        icon: IconName::Storage,
                        title: texts.storage_title(),
                        detail: texts.storage_detail(),
                        lang: None,
                        onclick: move |()| nav.go(Place::Storage),
                    }
                    // A guest's session is ended at the top of every screen.
                    if !guest {
                        Row {
                            id: "open-sign-out",
                            icon: IconName::SignOut,
                            title: texts.sign_out_title(),
                            detail: texts.sign_out_detail(),
                            lang: None,
                            onclick: move |()| nav.go(Place::SignOut),
                        }
                    }
                }
            }
        }
    }
}

fn facts(texts: &Texts, profile: &ProfileShown) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(record) = &profile.record {
        facts.push((texts.personal_number(), hidden(record.personal_number.reveal())));
        facts.push((texts.profile_birth_date(), day(record.birth_date.reveal())));
        facts.push((texts.profile_sex(), texts.sex(*record.sex.reveal())));
        facts.push((texts.phone(), record.phone.reveal().clone()));
        facts.push((texts.profile_commune(), record.commune_name.clone()));
    }
    facts.push((texts.profile_province(), profile.province.clone()));
    facts
}

/// All but the last four digits as dots: somebody may look over one's shoulder.
fn hidden(number: &str) -> String {
    let visible = number.chars().count().saturating_sub(4);
    number.chars().enumerate().map(|(position, digit)| if position < visible { '•' } else { digit }).collect()
}
