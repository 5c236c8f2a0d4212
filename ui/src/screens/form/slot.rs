//! The place for one paper of a form: what is asked for, what was attached, and the three ways to attach it.

use cds_wire::ipc::{
    AppError, AttachArgs, AttachFile, AttachPaper, AttachPaperArgs, AttachPhoto, AttachPhotoArgs, AttachmentSummary,
    Detach, ErrorCode, FieldView, FormView,
};
use dioxus::dioxus_core::spawn_forever;
use dioxus::prelude::*;

use super::choose::Choose;
use super::saver::Saver;
use super::sheet::{Sheet, Taken, is_printed};
use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, Crop, ErrorNotice, IconName, Kind, PictureInput, Section, drawing};
use crate::corners::size_of_jpeg;
use crate::dates;
use crate::screens::procedure::{WholeName, copies, heading};
use crate::texts::{Texts, use_texts};

/// What is done with the paper of a place.
#[derive(Clone)]
enum Act {
    File,
    /// What was taken with the input of this id.
    Photo(String),
    /// The photograph once more, with the page cut out at these corners, or whole.
    Cut(Taken),
    Paper(String),
    Detach,
}

/// What came of it.
enum Done {
    /// This photograph is attached.
    Photographed(Taken),
    /// Something else is, or nothing is any more.
    Otherwise,
    /// Nothing was chosen.
    Nothing,
}

/// One paper.
#[component]
pub(super) fn Slot(
    /// Its number in the form.
    number: usize,
    /// The field's id in the page.
    id: String,
    field: FieldView,
    label: String,
    sheet: Sheet,
    hint: Element,
    foot: Element,
) -> Element {
    let texts = use_texts();
    let mut acting = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let camera = use_app().status().is_some_and(|status| status.device.camera);
    let Sheet { saver, view, attaching: mut busy, mut choosing, mut taken, .. } = sheet;
    let name = field.paper.unwrap_or_default();
    let act = {
        let name = name.clone();
        use_callback(move |act: Act| {
            if busy() {
                return;
            }
            // At once: what is chosen from here on would be lost.
            busy.set(true);
            acting.set(true);
            error.set(None);
            choosing.set(None);
            let (saver, name) = (saver.clone(), name.clone());
            let begun_with = match act {
                Act::File => "attach-file",
                Act::Photo(_) => "attach-photo",
                Act::Paper(_) => "attach-paper",
                Act::Cut(_) | Act::Detach => "detach",
            };
            // Beyond the screen: a paper that was chosen is attached, and nothing stays busy, whatever is shown meanwhile.
            spawn_forever(async move {
                let done = perform(&saver, name.clone(), act).await;
                show(acting, false);
                let changed = matches!(done, Ok(Done::Photographed(_) | Done::Otherwise));
                match done {
                    Ok(Done::Photographed(photograph)) => show(taken, Some(photograph)),
                    Ok(Done::Otherwise) => {
                        if taken.try_peek().is_ok_and(|taken| taken.as_ref().is_some_and(|taken| taken.paper == name)) {
                            show(taken, None);
                        }
                    }
                    Ok(Done::Nothing) => {}
                    Err(code) => show(error, Some(code)),
                }
                show(busy, false);
                // What was pressed may be gone. Who is elsewhere by now stays there.
                let next = if changed { button_of(view, &name) } else { Some(format!("{begun_with}-{number}")) };
                if let Some(next) = next {
                    bridge::focus_lost(&next);
                }
            });
        })
    };
    let elsewhere = busy() && !acting();
    let label_id = format!("slot-{number}");
    let lang = if is_printed(&field.label) { "vi" } else { texts.language().tag() };
    let asked = copies(&texts, field.originals, field.copies);
    let attached = field.attached.is_some();
    // The photograph is large: it is looked at here, and taken along only to be cut.
    let of_it = |taken: &&Taken| attached && taken.paper == name && taken.width > 0;
    let can_cut = taken.read().as_ref().filter(of_it).is_some_and(|taken| !taken.cutting);
    let cut = taken.read().as_ref().filter(of_it).filter(|taken| taken.cutting).cloned();
    let chosen = name.clone();
    rsx! {
        li { class: if attached { "slot filled" } else { "slot" }, id, tabindex: "-1",
            div { class: "slot-words",
                p { class: "slot-name", id: label_id.clone(), lang, {heading(&label)} }
                WholeName { name: label }
                {hint}
                if let Some(count) = asked {
                    p { class: "quiet", {count} }
                }
                div { role: "status",
                    if let Some(attachment) = &field.attached {
                        p { class: "slot-attached",
                            {drawing(IconName::Check)}
                            span { {texts.form_attached(media(&texts, attachment), dates::bytes(attachment.size))} }
                        }
                    }
                }
            }
            if attached {
                div { class: "actions",
                    Button {
                        id: "detach-{number}",
                        kind: Kind::Plain,
                        busy: acting(),
                        blocked: elsewhere,
                        onclick: move |()| act.call(Act::Detach),
                        {texts.form_detach()}
                        span { class: "unseen", lang: "vi", " {name}" }
                    }
                    if can_cut {
                        Button {
                            id: "cut-{number}",
                            kind: Kind::Plain,
                            blocked: busy(),
                            onclick: move |()| {
                                if let Some(taken) = taken.write().as_mut() {
                                    taken.cutting = true;
                                }
                            },
                            {texts.crop_title()}
                        }
                    }
                }
            } else {
                div { class: "actions", role: "group", aria_labelledby: label_id.clone(),
                    Button {
                        id: "attach-file-{number}",
                        kind: Kind::Plain,
                        busy: acting(),
                        blocked: elsewhere,
                        onclick: move |()| act.call(Act::File),
                        {drawing(IconName::File)}
                        {texts.form_attach_file()}
                    }
                    if camera {
                        PictureInput {
                            id: "attach-photo-{number}",
                            label: texts.form_attach_photo(),
                            described_by: label_id.clone(),
                            busy: busy(),
                            on_taken: move |()| act.call(Act::Photo(format!("attach-photo-{number}"))),
                        }
                    }
                    Button {
                        id: "attach-paper-{number}",
                        kind: Kind::Plain,
                        blocked: busy(),
                        onclick: move |()| choosing.set(Some(chosen.clone())),
                        {drawing(IconName::Paper)}
                        {texts.form_attach_paper()}
                    }
                }
            }
            if let Some(photograph) = cut {
                Crop {
                    picture: bridge::picture_url("image/jpeg", &photograph.photo),
                    width: photograph.width,
                    height: photograph.height,
                    corners: photograph.corners,
                    busy: busy(),
                    on_done: move |corners| act.call(Act::Cut(Taken { corners, cutting: false, ..photograph.clone() })),
                }
            }
            if choosing.read().as_ref() == Some(&name) {
                Choose {
                    on_chosen: move |paper| act.call(Act::Paper(paper)),
                    on_cancel: move |()| {
                        choosing.set(None);
                        bridge::focus(&format!("attach-paper-{number}"));
                    },
                }
            }
            {foot}
            if let Some(code) = error() {
                ErrorNotice { code }
            }
        }
    }
}

/// The button of a paper's place as the form is now: to take it off, or to attach another; where the place has gone, that of
/// the last one, which is free.
fn button_of(view: Signal<FormView>, paper: &str) -> Option<String> {
    let view = view.try_peek().ok()?;
    let papers: Vec<&FieldView> =
        view.sections.iter().flat_map(|section| &section.fields).filter(|f| f.paper.is_some()).collect();
    let number = papers.iter().position(|field| field.paper.as_deref() == Some(paper));
    let number = number.or_else(|| papers.len().checked_sub(1))?;
    let attached = papers.get(number).is_some_and(|field| field.attached.is_some());
    Some(if attached { format!("detach-{number}") } else { format!("attach-file-{number}") })
}

/// Shows it where the screen is still there.
fn show<T: 'static>(mut signal: Signal<T>, now: T) {
    if let Ok(mut shown) = signal.try_write() {
        *shown = now;
    }
}

/// Does it, and sees that the form is looked at again.
async fn perform(saver: &Saver, name: String, act: Act) -> Result<Done, ErrorCode> {
    // Before anything else: the input may go with the screen.
    let photograph = match &act {
        Act::Photo(input) => match bridge::photo(input).await.map_err(|failed| failed.code)? {
            Some(photo) => {
                let (width, height) = size_of_jpeg(&photo.0).unwrap_or_default();
                Some(Taken { paper: name.clone(), photo, width, height, corners: None, cutting: false })
            }
            None => return Ok(Done::Nothing),
        },
        Act::Cut(taken) => Some(taken.clone()),
        Act::File | Act::Paper(_) | Act::Detach => None,
    };
    let draft = saver.settled().await?;
    let done: Result<bool, AppError> = match (act, photograph.clone()) {
        (_, Some(Taken { photo, corners, .. })) => {
            bridge::call::<AttachPhoto>(AttachPhotoArgs { draft, name, photo, corners }).await.map(|()| true)
        }
        (Act::Paper(paper), None) => {
            bridge::call::<AttachPaper>(AttachPaperArgs { draft, name, paper }).await.map(|()| true)
        }
        (Act::Detach, None) => bridge::call::<Detach>(AttachArgs { draft, name }).await.map(|()| true),
        (_, None) => bridge::call::<AttachFile>(AttachArgs { draft, name }).await.map(|picked| picked.kept),
    };
    if !done.map_err(|failed| failed.code)? {
        return Ok(Done::Nothing);
    }
    saver.edit(|_| {});
    saver.settled().await?;
    Ok(photograph.map_or(Done::Otherwise, Done::Photographed))
}

/// The papers that are attached, as a form shows them.
pub(super) fn attached(view: &FormView) -> Vec<AttachmentSummary> {
    view.sections.iter().flat_map(|section| &section.fields).filter_map(|field| field.attached.clone()).collect()
}

/// What goes with a dossier, each paper with its kind and size.
pub(super) fn listed(texts: &Texts, attached: &[AttachmentSummary]) -> Element {
    rsx! {
        Section { title: texts.dossier_papers(),
            if attached.is_empty() {
                p { {texts.review_no_papers()} }
            } else {
                ul { class: "plain-list",
                    for paper in attached {
                        li { key: "{paper.name}",
                            span { lang: "vi", {paper.name.clone()} }
                            p { class: "quiet", {texts.form_attached(media(texts, paper), dates::bytes(paper.size))} }
                        }
                    }
                }
            }
        }
    }
}

/// What kind of file was attached.
fn media(texts: &Texts, attachment: &AttachmentSummary) -> String {
    if attachment.media_type == "application/pdf" { texts.media_pdf() } else { texts.media_picture() }
}
