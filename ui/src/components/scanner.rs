//! Reading a QR code: with the camera, or from a picture.
//!
//! Frames and pictures are read here, in the page, by the same code that the core has. They go nowhere: what comes out is
//! text.

use cds_scan::{Luma, read_codes, read_frame};
use cds_vn::card_qr;
use dioxus::prelude::*;

use super::{Button, IconName, Kind, Note, PictureInput, Tone, drawing};
use crate::app::use_app;
use crate::bridge::{self, CameraFailure, Grey};
use crate::texts::{Texts, use_texts};

/// What the scanner is at.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Nothing,
    /// The camera is on, or is being asked for.
    Camera,
    Picture,
}

/// What has come of the last try, where that is no text.
#[derive(Clone, PartialEq)]
enum Told {
    Camera(CameraFailure),
    NoCode,
    NoPicture,
    /// The texts of several codes.
    Several(Vec<String>),
}

/// Two ways to a code's text: the camera, where there is one, and a picture. The camera goes off with the first code that
/// is read, when it is given up, when the screen goes, and when the app is out of sight.
#[component]
pub(crate) fn Scanner(
    /// What the ids begin with: `<prefix>-camera` and `<prefix>-picture`.
    prefix: &'static str,
    /// Called when another try begins.
    on_begin: EventHandler<()>,
    /// Called with the text of the code that was read, or chosen where there were several.
    on_text: EventHandler<String>,
) -> Element {
    let texts = use_texts();
    let phone = use_app().status().is_some_and(|status| status.device.phone);
    let mut work = use_signal(|| Work::Nothing);
    let mut told = use_signal(|| None::<Told>);
    let mut tries = use_signal(|| 0_u32);
    use_drop(bridge::close_camera);
    let mut found = move |codes: Vec<String>| match codes.as_slice() {
        [] => told.set(Some(Told::NoCode)),
        [one] => on_text.call(one.clone()),
        _ => told.set(Some(Told::Several(codes))),
    };
    let mut begin = move |at: Work| {
        told.set(None);
        on_begin.call(());
        work.set(at);
    };
    let watch = move || async move {
        begin(Work::Camera);
        tries += 1;
        let mine = tries();
        let seen = look(&video_id(prefix)).await;
        // Given up, and perhaps begun anew, meanwhile.
        if tries() != mine {
            return;
        }
        work.set(Work::Nothing);
        match seen {
            Ok(Some(codes)) => found(codes),
            Ok(None) => {}
            Err(failure) => told.set(Some(Told::Camera(failure))),
        }
    };
    let read = move |input: String| async move {
        tries += 1;
        bridge::close_camera();
        begin(Work::Picture);
        let picture = bridge::grey_picture(&input).await;
        let codes = picture.map(|picture| picture.map(|picture| codes_of(&picture, read_codes)));
        work.set(Work::Nothing);
        match codes {
            Ok(Some(codes)) => found(codes),
            Ok(None) => {}
            Err(_) => told.set(Some(Told::NoPicture)),
        }
    };
    let camera_id = format!("{prefix}-camera");
    rsx! {
        div { class: "scanner",
            if work() == Work::Camera {
                video {
                    class: "scan-video",
                    id: video_id(prefix),
                    aria_label: texts.scan_view(),
                    muted: true,
                    playsinline: true,
                }
                p { class: "quiet", role: "status", {texts.scan_hold()} }
            }
            div { class: "actions",
                if bridge::has_camera() {
                    // One button, so that it keeps the focus.
                    Button {
                        id: camera_id,
                        kind: Kind::Plain,
                        blocked: work() == Work::Picture,
                        onclick: move |()| async move {
                            if work() == Work::Camera {
                                tries += 1;
                                bridge::close_camera();
                                work.set(Work::Nothing);
                            } else {
                                watch().await;
                            }
                        },
                        {drawing(if work() == Work::Camera { IconName::Cancel } else { IconName::Camera })}
                        if work() == Work::Camera {
                            {texts.scan_stop()}
                        } else {
                            {texts.scan_camera()}
                        }
                    }
                } else if phone {
                    PictureInput {
                        id: camera_id.clone(),
                        label: texts.scan_camera(),
                        busy: work() == Work::Picture,
                        on_taken: move |()| read(camera_id.clone()),
                    }
                }
                PictureInput {
                    id: "{prefix}-picture",
                    label: texts.scan_picture(),
                    busy: work() == Work::Picture,
                    from_file: true,
                    on_taken: move |()| read(format!("{prefix}-picture")),
                }
            }
            if work() == Work::Picture {
                p { class: "quiet", role: "status", {texts.scan_reading()} }
            }
            match told() {
                None => rsx! {},
                Some(Told::Several(codes)) => rsx! {
                    Several {
                        prefix,
                        codes,
                        on_chosen: move |code| {
                            // The chosen button goes with the others.
                            bridge::focus(&format!("{prefix}-picture"));
                            told.set(None);
                            on_text.call(code);
                        },
                    }
                },
                Some(Told::Camera(failure)) => rsx! {
                    Failed { prefix, why: camera_words(&texts, failure) }
                },
                Some(Told::NoCode) => rsx! {
                    Failed { prefix, why: texts.scan_no_code() }
                },
                Some(Told::NoPicture) => rsx! {
                    Failed { prefix, why: texts.scan_no_picture() }
                },
            }
        }
    }
}

/// Why nothing was read.
#[component]
fn Failed(prefix: &'static str, why: String) -> Element {
    rsx! {
        Note { tone: Tone::Warn, live: true,
            p { id: "{prefix}-scan-told", {why} }
        }
    }
}

/// Which of several codes is meant.
#[component]
fn Several(prefix: &'static str, codes: Vec<String>, on_chosen: EventHandler<String>) -> Element {
    let texts = use_texts();
    rsx! {
        Note { tone: Tone::Warn, live: true,
            p { {texts.scan_several()} }
            div { class: "actions",
                for (index , code) in codes.into_iter().enumerate() {
                    Button {
                        key: "{index}",
                        id: "{prefix}-code-{index}",
                        kind: Kind::Plain,
                        onclick: {
                            let code = code.clone();
                            move |()| on_chosen.call(code.clone())
                        },
                        {name(&texts, &code)}
                    }
                }
            }
        }
    }
}

fn video_id(prefix: &str) -> String {
    format!("{prefix}-video")
}

/// Looks through the camera until a frame holds a code, and gives the texts of all that it holds. None where the camera
/// went off before.
async fn look(video: &str) -> Result<Option<Vec<String>>, CameraFailure> {
    if !bridge::open_camera(video).await? {
        return Ok(None);
    }
    let mut number = 0;
    while let Some(frame) = bridge::next_frame().await {
        let codes = codes_of(&frame, |luma| read_frame(luma, number));
        if !codes.is_empty() {
            bridge::close_camera();
            return Ok(Some(codes));
        }
        number = number.wrapping_add(1);
    }
    Ok(None)
}

fn codes_of(picture: &Grey, read: impl Fn(Luma<'_>) -> Vec<String>) -> Vec<String> {
    Luma::new(picture.width, picture.height, &picture.luma).map(read).unwrap_or_default()
}

fn camera_words(texts: &Texts, failure: CameraFailure) -> String {
    match failure {
        CameraFailure::Refused => texts.scan_camera_refused(),
        CameraFailure::Absent => texts.scan_camera_absent(),
        CameraFailure::Failed => texts.scan_camera_failed(),
    }
}

/// What a code is, as far as its text tells; of one that it does not tell, how the text begins.
fn name(texts: &Texts, code: &str) -> String {
    /// Characters.
    const BEGINNING: usize = 32;
    if code.starts_with("CDS2:") {
        texts.scan_is_live()
    } else if code.starts_with("CDS1:") {
        texts.scan_is_paper()
    } else if card_qr::parse_composed(&bridge::composed(code)).is_ok() {
        texts.scan_is_card()
    } else {
        texts.scan_is_other(code.chars().take(BEGINNING).collect::<String>())
    }
}
