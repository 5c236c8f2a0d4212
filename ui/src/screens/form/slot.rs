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

/// One paper.
#[component]
pub(super) fn Slot(
    /// Its number in the form.
    index: usize,
    field: FieldView,
    label: String,
    sheet: Sheet,
) -> Element {
    let texts = use_texts();
    let mut choosing = use_signal(|| false);
    let mut acting = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let camera = use_app().status().is_some_and(|status| status.device.camera);
    let (saver, mut busy, mut taken) = (sheet.saver, sheet.attaching, sheet.taken);
    let name = field.paper.unwrap_or_default();
    let of_it = name.clone();
    let act = use_callback(move |act: Act| {
        if busy() {
            return;
        }
        // At once: what is chosen from here on would be lost.
        busy.set(true);
        acting.set(true);
        error.set(None);
        choosing.set(false);
        let (saver, name) = (saver.clone(), of_it.clone());
        // Beyond the screen: a paper that was chosen is attached, and nothing stays busy, whatever is shown meanwhile.
        spawn_forever(async move {
            let done = perform(&saver, name, act).await;
            show(acting, false);
            match done {
                Ok(photograph) => show(taken, photograph),
                Err(code) => show(error, Some(code)),
            }
            show(busy, false);
        });
    });
    let elsewhere = busy() && !acting();
    let mine = |taken: &Taken| taken.paper == name && field.attached.is_some() && taken.width > 0;
    let photograph = taken().filter(mine);
    let label_id = format!("slot-{index}");
    let lang = if is_printed(&field.label) { "vi" } else { texts.language().tag() };
    rsx! {
        li { class: if field.attached.is_some() { "slot filled" } else { "slot" },
            div { class: "slot-words",
                p { class: "slot-name", id: label_id.clone(), lang, {heading(&label)} }
                WholeName { name: label }
                if let Some(count) = field.asked.as_ref().and_then(|paper| copies(&texts, paper)) {
                    p { class: "quiet", {count} }
                }
                if let Some(attachment) = &field.attached {
                    p { class: "slot-attached",
                        {drawing(IconName::Check)}
                        span { {texts.form_attached(media(&texts, attachment), dates::bytes(attachment.size))} }
                    }
                }
            }
            if field.attached.is_some() {
                div { class: "actions",
                    Button {
                        id: "detach-{index}",
                        kind: Kind::Plain,
                        busy: acting(),
                        blocked: elsewhere,
                        onclick: move |()| act.call(Act::Detach),
                        {texts.form_detach()}
                        span { class: "unseen", lang: "vi", " {name}" }
                    }
                    if photograph.as_ref().is_some_and(|taken| !taken.cutting) {
                        Button {
                            id: "cut-{index}",
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
                        id: "attach-file-{index}",
                        kind: Kind::Plain,
                        busy: acting(),
                        blocked: elsewhere,
                        onclick: move |()| act.call(Act::File),
                        {drawing(IconName::File)}
                        {texts.form_attach_file()}
                    }
                    if camera {
                        PictureInput {
                            id: "attach-photo-{index}",
                            label: texts.form_attach_photo(),
                            described_by: label_id.clone(),
                            busy: busy(),
                            on_taken: move |()| act.call(Act::Photo(format!("attach-photo-{index}"))),
                        }
                    }
                    Button {
                        id: "attach-paper-{index}",
                        kind: Kind::Plain,
                        blocked: busy(),
                        onclick: move |()| choosing.set(true),
                        {drawing(IconName::Paper)}
                        {texts.form_attach_paper()}
                    }
                }
            }
            if let Some(photograph) = photograph.filter(|taken| taken.cutting) {
                Crop {
                    picture: bridge::picture_url("image/jpeg", &photograph.photo),
                    width: photograph.width,
                    height: photograph.height,
                    corners: photograph.corners,
                    busy: acting(),
                    on_done: move |corners| {
                        act.call(Act::Cut(Taken { corners, cutting: false, ..photograph.clone() }));
                        // The tool goes; this button is there again.
                        bridge::focus_soon(&format!("detach-{index}"));
                    },
                }
            }
            if choosing() {
                Choose {
                    on_chosen: move |paper| act.call(Act::Paper(paper)),
                    on_cancel: move |()| {
                        choosing.set(false);
                        bridge::focus(&format!("attach-paper-{index}"));
                    },
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
        }
    }
}

/// Shows it where the screen is still there.
fn show<T: 'static>(mut signal: Signal<T>, now: T) {
    if let Ok(mut shown) = signal.try_write() {
        *shown = now;
    }
}

/// Does it, and sees that the form is looked at again. Gives the photograph that was attached.
async fn perform(saver: &Saver, paper: String, act: Act) -> Result<Option<Taken>, ErrorCode> {
    // Before anything else: the input may go with the screen.
    let taken = match &act {
        Act::Photo(input) => match bridge::photo(input).await.map_err(|failed| failed.code)? {
            Some(photo) => {
                let (width, height) = size_of_jpeg(&photo.0).unwrap_or_default();
                Some(Taken { paper: paper.clone(), photo, width, height, corners: None, cutting: false })
            }
            None => return Ok(None),
        },
        Act::Cut(taken) => Some(taken.clone()),
        Act::File | Act::Paper(_) | Act::Detach => None,
    };
    let name = paper;
    let draft = saver.settled().await?;
    let done: Result<(), AppError> = match act {
        Act::File => bridge::call::<AttachFile>(AttachArgs { draft, name }).await.map(|_| ()),
        Act::Photo(_) | Act::Cut(_) => match taken.clone() {
            Some(Taken { photo, corners, .. }) => {
                bridge::call::<AttachPhoto>(AttachPhotoArgs { draft, name, photo, corners }).await
            }
            None => Ok(()),
        },
        Act::Paper(paper) => bridge::call::<AttachPaper>(AttachPaperArgs { draft, name, paper }).await,
        Act::Detach => bridge::call::<Detach>(AttachArgs { draft, name }).await,
    };
    done.map_err(|failed| failed.code)?;
    saver.edit(|_| {});
    saver.settled().await.map(|_| taken)
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
