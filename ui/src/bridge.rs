//! The one place that talks to the shell, and to the page around the interface.
//!
//! What only the page can do stands in `js/`: small modules without state of the citizen's, bound here.

use std::pin::Pin;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cds_wire::Bytes;
use cds_wire::ipc::{AppError, Command, Envelope, ErrorCode, MAX_PHOTO};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], catch)]
    async fn invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/js/photo.js")]
extern "C" {
    #[wasm_bindgen(js_name = photo, catch)]
    async fn chosen_photo(input_id: &str, limit: usize) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/js/crop.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchCorners)]
    fn js_watch_corners(id: &str);
    #[wasm_bindgen(js_name = cornerMoved)]
    async fn js_corner_moved() -> JsValue;
    #[wasm_bindgen(js_name = placeCorners)]
    fn js_place_corners(id: &str, places: &[i32]);
}

#[wasm_bindgen(module = "/js/scan.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasCamera)]
    fn js_has_camera() -> bool;
    #[wasm_bindgen(js_name = openCamera)]
    async fn js_open_camera(video_id: &str) -> JsValue;
    #[wasm_bindgen(js_name = closeCamera)]
    fn js_close_camera();
    #[wasm_bindgen(js_name = nextFrame)]
    async fn js_next_frame() -> JsValue;
    #[wasm_bindgen(js_name = readPicture, catch)]
    async fn js_read_picture(input_id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = heldWidth)]
    fn js_held_width() -> u32;
    #[wasm_bindgen(js_name = heldHeight)]
    fn js_held_height() -> u32;
    #[wasm_bindgen(js_name = takeHeld)]
    fn js_take_held() -> Vec<u8>;
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(module = "/js/words.js")]
extern "C" {
    #[wasm_bindgen(js_name = wordsOf)]
    fn js_words_of(language: &str) -> String;
}

#[wasm_bindgen(module = "/js/sound.js")]
extern "C" {
    #[wasm_bindgen(js_name = isMuted)]
    fn js_is_muted() -> bool;
    #[wasm_bindgen(js_name = mute)]
    fn js_mute(now: bool);
    #[wasm_bindgen(js_name = sound)]
    fn js_sound(answer: &str);
}

#[wasm_bindgen(module = "/js/page.js")]
extern "C" {
    fn dress(language: &str, theme: &str, text: u32);
    #[wasm_bindgen(js_name = openHistory)]
    fn js_open_history() -> u32;
    #[wasm_bindgen(js_name = pushHistory)]
    fn js_push_history(depth: u32);
    #[wasm_bindgen(js_name = popHistory)]
    fn js_pop_history();
    #[wasm_bindgen(js_name = popped)]
    async fn js_popped() -> JsValue;
    #[wasm_bindgen(js_name = takeActed)]
    fn js_take_acted() -> bool;
    #[wasm_bindgen(js_name = arrive)]
    fn js_arrive();
    #[wasm_bindgen(js_name = focus)]
    fn js_focus(id: &str);
    #[wasm_bindgen(js_name = focusSoon)]
    fn js_focus_soon(id: &str);
    #[wasm_bindgen(js_name = composed)]
    fn js_composed(text: &str) -> String;
    #[wasm_bindgen(js_name = endWithTab)]
    fn js_end_with_tab(id: &str, beginning: &str);
    #[wasm_bindgen(js_name = bringIntoSight)]
    fn js_bring_into_sight(id: &str);
    #[wasm_bindgen(js_name = focusLost)]
    fn js_focus_lost(id: &str);
    #[wasm_bindgen(js_name = copy)]
    async fn js_copy(id: &str) -> JsValue;
    #[wasm_bindgen(js_name = online)]
    async fn js_online() -> JsValue;
    #[wasm_bindgen(js_name = pause)]
    async fn js_pause(milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = glance)]
    async fn js_glance(milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = hidden)]
    fn js_hidden() -> bool;
    #[wasm_bindgen(js_name = wall)]
    fn js_wall() -> f64;
    #[wasm_bindgen(js_name = canPrint)]
    fn js_can_print() -> bool;
    #[wasm_bindgen(js_name = printSheets, catch)]
    async fn js_print_sheets() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = reload)]
    fn js_reload();
}

/// Calls a command of the shell. Whatever fails on the way is a fault of the program.
pub(crate) async fn call<C: Command>(args: C::Args) -> Result<C::Output, AppError> {
    let answer = send(C::NAME, Envelope { args }.serialize(&Serializer::json_compatible())).await?;
    serde_wasm_bindgen::from_value(answer).map_err(|_| FAULT)
}

const FAULT: AppError = AppError { code: ErrorCode::Internal };

/// What is the same for all commands: one machine for each made the interface some tens of kilobytes larger.
fn send(command: &'static str, arguments: Result<JsValue, serde_wasm_bindgen::Error>) -> Sending {
    Box::pin(async move {
        let answered = invoke(command, arguments.map_err(|_| FAULT)?).await;
        answered.map_err(|error| serde_wasm_bindgen::from_value(error).unwrap_or(FAULT))
    })
}

type Sending = Pin<Box<dyn Future<Output = Result<JsValue, AppError>>>>;

/// The picture chosen in a file input: upright, as a JPEG of at most [`MAX_PHOTO`] bytes. None where nothing is chosen.
pub(crate) async fn photo(input_id: &str) -> Result<Option<Bytes>, AppError> {
    let unreadable = || AppError { code: ErrorCode::FileUnreadable };
    let picture = chosen_photo(input_id, MAX_PHOTO).await.map_err(|_| unreadable())?;
    serde_wasm_bindgen::from_value(picture).map_err(|_| unreadable())
}

/// From here on the handles in the frame with this id tell where they are moved.
pub(crate) fn watch_corners(id: &str) {
    js_watch_corners(id);
}

/// The next move of a handle: which, whether to a place (1) or by a way (0), and where or how far, in thousandths.
pub(crate) async fn corner_moved() -> [i32; 4] {
    serde_wasm_bindgen::from_value(js_corner_moved().await).unwrap_or_default()
}

/// Puts the handles where the corners are.
pub(crate) fn place_corners(id: &str, places: &[i32]) {
    js_place_corners(id, places);
}

/// Whether the webview prints by itself.
pub(crate) fn can_print() -> bool {
    js_can_print()
}

/// Prints what is made for paper, once its pictures are there.
pub(crate) async fn print_sheets() -> Result<(), AppError> {
    js_print_sheets().await.map(drop).map_err(|_| AppError { code: ErrorCode::Internal })
}

/// Why the camera does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CameraFailure {
    /// The citizen, or the system, does not let the app use it.
    Refused,
    /// There is none.
    Absent,
    /// It does not start: most often another program uses it.
    Failed,
}

/// A picture in shades of grey, of a camera's frame or of a file. It goes no further than the reader of codes.
pub(crate) struct Grey {
    /// Pixels across.
    pub(crate) width: usize,
    /// Pixels down.
    pub(crate) height: usize,
    /// One byte a pixel, row by row.
    pub(crate) luma: Vec<u8>,
}

/// Whether the webview lets a page ask for the camera. There may still be none.
pub(crate) fn has_camera() -> bool {
    js_has_camera()
}

/// Starts the camera, the one that looks away from the citizen where there are two, and shows it in the video with this
/// id. False where it has been given up meanwhile.
pub(crate) async fn open_camera(video_id: &str) -> Result<bool, CameraFailure> {
    match js_open_camera(video_id).await.as_string().as_deref() {
        Some("") => Ok(true),
        Some("left") => Ok(false),
        Some("refused") => Err(CameraFailure::Refused),
        Some("absent") => Err(CameraFailure::Absent),
        _ => Err(CameraFailure::Failed),
    }
}

/// Whatever camera is on, or about to be, goes off.
pub(crate) fn close_camera() {
    js_close_camera();
}

/// The camera's next frame; none once it is off: given up, taken away, or the app is out of sight.
pub(crate) async fn next_frame() -> Option<Grey> {
    js_next_frame().await.is_truthy().then(held)
}

/// The picture chosen in a file input; none where nothing is chosen.
pub(crate) async fn grey_picture(input_id: &str) -> Result<Option<Grey>, AppError> {
    let there = js_read_picture(input_id).await.map_err(|_| AppError { code: ErrorCode::FileUnreadable })?;
    Ok(there.is_truthy().then(held))
}

fn held() -> Grey {
    let (width, height) = (js_held_width(), js_held_height());
    Grey {
        width: usize::try_from(width).unwrap_or_default(),
        height: usize::try_from(height).unwrap_or_default(),
        luma: js_take_held(),
    }
}

/// A picture as the address of an `img`.
pub(crate) fn picture_url(media_type: &str, bytes: &Bytes) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(&bytes.0))
}

/// Tells the style sheets and screen readers how the citizen wants the page: language tag, theme, text size in percent.
pub(crate) fn dress_page(language: &str, theme: &str, text: u32) {
    dress(language, theme, text);
}

/// All messages of a language, by its tag; the page has fetched them before the interface starts.
#[cfg(target_arch = "wasm32")]
pub(crate) fn words_of(language: &str) -> String {
    js_words_of(language)
}

/// Loads the page anew: with the session, the page's memory of it goes.
pub(crate) fn reload() {
    js_reload();
}

/// Takes up the webview's history and gives the depth at which the page stands in it.
pub(crate) fn open_history() -> u32 {
    js_open_history()
}

/// One step deeper into the history. It holds nothing but depths.
pub(crate) fn push_history(depth: u32) {
    js_push_history(depth);
}

/// One step back, as the system's back button does it; [`popped_history`] tells of both.
pub(crate) fn pop_history() {
    js_pop_history();
}

/// The depth after the next step back or forward.
pub(crate) async fn popped_history() -> u32 {
    serde_wasm_bindgen::from_value(js_popped().await).unwrap_or_default()
}

/// Whether anybody has touched or typed something since the last call.
pub(crate) fn take_acted() -> bool {
    js_take_acted()
}

/// To the top of a new place, the focus on its heading.
pub(crate) fn arrive() {
    js_arrive();
}

/// Whether answers make no sound, for as long as this window is open.
pub(crate) fn is_muted() -> bool {
    js_is_muted()
}

/// Answers make no sound from here on, or make one again.
pub(crate) fn mute(now: bool) {
    js_mute(now);
}

/// Plays the sound of an answer, unless the citizen wants none or has not touched the page yet.
pub(crate) fn sound(answer: &str) {
    js_sound(answer);
}

/// The text with its letters composed: Unicode's form NFC.
pub(crate) fn composed(text: &str) -> String {
    js_composed(text)
}

/// A tab behind a text that begins so sends the form around the field with this id, as some scanners end with it. The
/// page's own keys are not read here: the table of all their names is larger than the reader of codes.
pub(crate) fn end_with_tab(id: &str, beginning: &str) {
    js_end_with_tab(id, beginning);
}

/// Scrolls so far that the element with this id begins at the top.
pub(crate) fn bring_into_sight(id: &str) {
    js_bring_into_sight(id);
}

/// Puts the focus on the element with this id.
pub(crate) fn focus(id: &str) {
    js_focus(id);
}

/// Puts the focus on the element with this id once what has just changed is drawn.
pub(crate) fn focus_soon(id: &str) {
    js_focus_soon(id);
}

/// Puts the focus on the element with this id once what has just changed is drawn, where what had it has gone.
pub(crate) fn focus_lost(id: &str) {
    js_focus_lost(id);
}

/// Copies the text of the element with this id, and says whether that worked.
pub(crate) async fn copy(id: &str) -> bool {
    js_copy(id).await.is_truthy()
}

/// Waits until the system says that there is a network. That is a hint: it may lead nowhere.
pub(crate) async fn online() {
    js_online().await;
}

/// Waits. Only for what must not be tried again at once.
pub(crate) async fn pause(milliseconds: u32) {
    js_pause(milliseconds).await;
}

/// Waits, but no longer than until the page is hidden or shown.
pub(crate) async fn glance(milliseconds: u32) {
    js_glance(milliseconds).await;
}

/// Whether nobody can see the page.
pub(crate) fn is_hidden() -> bool {
    js_hidden()
}

/// The webview's wall clock, in milliseconds. For how long something took also where the system slept meanwhile.
pub(crate) fn wall() -> f64 {
    js_wall()
}
