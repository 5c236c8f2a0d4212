//! The pages of a paper that is being put together.

use cds_wire::ipc::{
    ChangeStaged, ChangeStagedArgs, ErrorCode, ListStaged, PageCorners, PageShown, StageFile, StagePhoto,
    StagePhotoArgs, StagedChange, StagedPage, StagedPicture, StagedPictureArgs,
};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, Crop, ErrorNotice, IconName, Kind, PictureInput, Section, drawing};
use crate::query::Query;
use crate::texts::use_texts;

/// The input that takes a picture.
const PHOTO: &str = "paper-photo";
/// How wide a page is drawn in the list and to be cut, in device pixels.
const SMALL: u32 = 160;
const LARGE: u32 = 1000;

/// What is done with the pages.
#[derive(Clone, Copy)]
enum Act {
    File,
    Camera,
    Change(u32, StagedChange),
}

/// The pages in their order, each to be cut, moved and given up, and the ways to one more. One that was just taken is shown
/// at once, to be cut.
#[component]
pub(super) fn Pages(pages: Query<ListStaged>) -> Element {
    let texts = use_texts();
    let camera = use_app().status().is_some_and(|status| status.device.camera);
    let mut cutting = use_signal(|| None::<u32>);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    // What takes the focus once the pages are listed anew: the button that was pressed may be gone.
    let mut instead = use_signal(|| None::<String>);
    use_effect(move || {
        pages.get();
        if let Some(id) = instead.take() {
            bridge::focus_soon(&id);
        }
    });
    let act = use_callback(move |(act, then): (Act, String)| {
        if busy() {
            return;
        }
        // At once: what is chosen from here on would be lost.
        busy.set(true);
        error.set(None);
        spawn(async move {
            let cropping = match perform(act).await {
                Ok(newest) => {
                    cutting.set(newest);
                    newest.is_some()
                }
                Err(code) => {
                    error.set(Some(code));
                    matches!(act, Act::Change(..))
                }
            };
            if !cropping {
                instead.set(Some(then));
            }
            pages.again();
            busy.set(false);
        });
    });
    let listed = pages.get().and_then(Result::ok).unwrap_or_default();
    let count = listed.len();
    let cut = listed.iter().cloned().enumerate().find(|(_, page)| cutting() == Some(page.number));
    rsx! {
        Section { title: texts.add_paper_pages(),
            if count > 0 {
                ol { class: "staged",
                    for (index , page) in listed.into_iter().enumerate() {
                        li { key: "{page.number}", id: "staged-{index}", tabindex: "-1",
                            // Another picture once it is cut.
                            for page in [page.clone()] {
                                Picture { key: "{cut_at(page.corners)}", page, width: SMALL, whole: false }
                            }
                            div { class: "actions",
                                if page.width > 0 {
                                    Button {
                                        id: "staged-cut-{index}",
                                        kind: Kind::Plain,
                                        onclick: move |()| cutting.set(Some(page.number)),
                                        {texts.add_paper_cut(nth(index))}
                                    }
                                }
                                if index > 0 {
                                    Button {
                                        id: "staged-earlier-{index}",
                                        kind: Kind::Quiet,
                                        blocked: busy(),
                                        onclick: move |()| {
                                            let then = format!("staged-{}", index.saturating_sub(1));
                                            act.call((Act::Change(page.number, StagedChange::Earlier), then));
                                        },
                                        {texts.add_paper_earlier(nth(index))}
                                    }
                                }
                                Button {
                                    id: "staged-remove-{index}",
                                    kind: Kind::Quiet,
                                    blocked: busy(),
                                    onclick: move |()| {
                                        let then = match count {
                                            0 | 1 => "paper-file".to_owned(),
                                            _ => format!("staged-{}", index.min(count - 2)),
                                        };
                                        act.call((Act::Change(page.number, StagedChange::Remove), then));
                                    },
                                    {texts.add_paper_remove(nth(index))}
                                }
                            }
                        }
                    }
                }
            }
            if let Some(cut) = cut {
                for (index , page) in [cut] {
                    Picture {
                        key: "{page.number}",
                        page,
                        width: LARGE,
                        whole: true,
                        busy: busy(),
                        on_cut: move |(number, change): (u32, StagedChange)| act.call((Act::Change(number, change), format!("staged-cut-{index}"))),
                    }
                }
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "paper-file", kind: Kind::Plain, busy: busy(), onclick: move |()| act.call((Act::File, "paper-file".to_owned())),
                    {drawing(IconName::File)}
                    if count > 0 { {texts.add_paper_file_more()} } else { {texts.add_paper_file()} }
                }
                if camera {
                    PictureInput {
                        id: PHOTO,
                        label: if count > 0 { texts.add_paper_photo_more() } else { texts.add_paper_photo() },
                        busy: busy(),
                        on_taken: move |()| act.call((Act::Camera, PHOTO.to_owned())),
                    }
                }
            }
            p { class: "quiet", {texts.add_paper_limits()} }
        }
    }
}

/// A page's picture, read once: small in the list, or large with handles at its corners.
#[component]
fn Picture(
    page: StagedPage,
    width: u32,
    whole: bool,
    #[props(default)] busy: bool,
    on_cut: Option<EventHandler<(u32, StagedChange)>>,
) -> Element {
    let texts = use_texts();
    let mut shown = use_signal(|| None::<PageShown>);
    let number = page.number;
    use_future(move || async move {
        let args = StagedPictureArgs { number, width, whole };
        if let Ok(picture) = bridge::call::<StagedPicture>(args).await {
            shown.set(Some(picture));
        }
    });
    let Some(shown) = &*shown.read() else { return rsx! {} };
    let picture = bridge::picture_url(&shown.media_type, &shown.picture);
    match on_cut {
        Some(on_cut) => rsx! {
            Crop {
                picture,
                width: page.width,
                height: page.height,
                corners: page.corners,
                busy,
                on_done: move |corners: Option<_>| {
                    on_cut.call((number, corners.map_or(StagedChange::Whole, StagedChange::Cut)));
                },
            }
        },
        None => rsx! {
            img { src: picture, alt: texts.paper_page_alt(i64::from(shown.page) + 1, i64::from(shown.pages)) }
        },
    }
}

/// A page's number as people count.
fn nth(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| index.saturating_add(1))
}

/// Does it, and gives the page that is to be cut now: one that was just taken and is a picture.
async fn perform(act: Act) -> Result<Option<u32>, ErrorCode> {
    let done = match act {
        Act::File => bridge::call::<StageFile>(()).await.map(|picked| picked.kept),
        Act::Camera => match bridge::photo(PHOTO).await {
            Ok(Some(photo)) => bridge::call::<StagePhoto>(StagePhotoArgs { photo }).await.map(|()| true),
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        },
        Act::Change(number, change) => {
            bridge::call::<ChangeStaged>(ChangeStagedArgs { number, change }).await.map(|()| false)
        }
    };
    if !done.map_err(|failed| failed.code)? {
        return Ok(None);
    }
    let pages = bridge::call::<ListStaged>(()).await.map_err(|failed| failed.code)?;
    Ok(pages.last().filter(|page| page.width > 0).map(|page| page.number))
}

/// Another text for each cut of a page.
fn cut_at(corners: Option<PageCorners>) -> String {
    let Some(PageCorners { top_left, top_right, bottom_right, bottom_left }) = corners else { return String::new() };
    let mut at = String::new();
    for corner in [top_left, top_right, bottom_right, bottom_left] {
        at.push_str(&corner.x.to_string());
        at.push(' ');
        at.push_str(&corner.y.to_string());
        at.push(' ');
    }
    at
}
