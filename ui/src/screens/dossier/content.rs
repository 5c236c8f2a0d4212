//! What a dossier is made of: its papers, its words, its receipt, and who handles it.

use cds_vn::date::format_instant;
use cds_wire::ipc::{DossierDetail, DraftForm, IdArgs, ReadDraftForm, ReceiptSummary};
use dioxus::prelude::*;

use crate::components::{Button, Facts, IconName, Kind, Section, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::screens::form::answers::Answers;
use crate::texts::use_texts;

/// The receipt, the office and the procedure.
#[component]
pub(super) fn About(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut about: Vec<(String, String)> = Vec::new();
    if let Some(agency) = &detail.agency {
        about.push((texts.dossier_agency(), agency.clone()));
    }
    if let Some(filed) = detail.filed_at {
        about.push((texts.dossier_filed_at(), format_instant(filed)));
    }
    if !detail.procedure_code.is_empty() {
        about.push((texts.dossier_procedure_code(), detail.procedure_code.clone()));
    }
    let procedure = detail.procedure_code.clone();
    rsx! {
        if let Some(receipt) = detail.receipt.clone() {
            Receipt { receipt }
        }
        if !about.is_empty() {
            Section { title: texts.dossier_about(),
                Facts { facts: about, lang: "vi" }
                if !procedure.is_empty() {
                    Button {
                        id: "open-procedure",
                        kind: Kind::Quiet,
                        onclick: move |()| nav.go(Place::Procedure(procedure.clone())),
                        {texts.dossier_open_procedure()}
                    }
                }
            }
        }
    }
}

/// What the portal has signed.
#[component]
pub(super) fn Receipt(receipt: ReceiptSummary) -> Element {
    let texts = use_texts();
    let code = receipt.code.map(|code| (texts.receipt_code(), code.into_inner()));
    let received = (texts.receipt_received_at(), format_instant(receipt.received_at));
    rsx! {
        Section { title: texts.receipt(), id: "receipt",
            p { class: "with-icon verified",
                {drawing(IconName::Check)}
                span { {texts.receipt_verified()} }
            }
            Facts { facts: std::iter::once(received).chain(code).collect::<Vec<_>>() }
        }
    }
}

/// What was filled in and what goes with it, where this device still has it.
#[component]
pub(super) fn Content(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let form = use_query::<ReadDraftForm>(IdArgs { id: detail.summary.id.clone() }).get();
    // By a version of its form that this app does not have: as it was sent.
    let filled = detail.fields.iter().map(|(name, value)| (name.clone(), value.reveal().clone()));
    let filled: Vec<(String, String)> = filled.collect();
    rsx! {
        match form {
            None => rsx! {},
            Some(Ok(DraftForm { view: Some(view), .. })) => rsx! { Answers { view } },
            _ if filled.is_empty() => rsx! {},
            _ => rsx! {
                Section { title: texts.dossier_filled_in(),
                    Facts { facts: filled, lang: "vi" }
                }
            },
        }
        if !detail.attachments.is_empty() {
            Section { title: texts.dossier_papers(),
                ul { class: "plain-list",
                    for (index , name) in detail.attachments.into_iter().enumerate() {
                        li { key: "{index}", class: "with-icon", lang: "vi",
                            {drawing(IconName::Paper)}
                            span { {name} }
                        }
                    }
                }
            }
        }
    }
}
