//! The one place that talks to the shell, and to the page around the interface.
//!
//! What only the page can do stands in `js/`: small modules without state of the citizen's, bound here.

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
    #[wasm_bindgen(js_name = online)]
    async fn js_online() -> JsValue;
    #[wasm_bindgen(js_name = pause)]
    async fn js_pause(milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = reload)]
    fn js_reload();
}

/// Calls a command of the shell. Whatever fails on the way is a fault of the program.
pub(crate) async fn call<C: Command>(args: C::Args) -> Result<C::Output, AppError> {
    let fault = || AppError { code: ErrorCode::Internal };
    let arguments = Envelope { args }.serialize(&Serializer::json_compatible()).map_err(|_| fault())?;
    match invoke(C::NAME, arguments).await {
        Ok(output) => serde_wasm_bindgen::from_value(output).map_err(|_| fault()),
        Err(error) => Err(serde_wasm_bindgen::from_value(error).unwrap_or_else(|_| fault())),
    }
}

/// The picture chosen in a file input: upright, as a JPEG of at most [`MAX_PHOTO`] bytes. None where nothing is chosen.
pub(crate) async fn photo(input_id: &str) -> Result<Option<Bytes>, AppError> {
    let unreadable = || AppError { code: ErrorCode::FileUnreadable };
    let picture = chosen_photo(input_id, MAX_PHOTO).await.map_err(|_| unreadable())?;
    serde_wasm_bindgen::from_value(picture).map_err(|_| unreadable())
}

/// A picture as the address of an `img`.
pub(crate) fn picture_url(media_type: &str, bytes: &Bytes) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(&bytes.0))
}

/// Tells the style sheets and screen readers how the citizen wants the page: language tag, theme, text size in percent.
pub(crate) fn dress_page(language: &str, theme: &str, text: u32) {
    dress(language, theme, text);
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

/// Puts the focus on the element with this id.
pub(crate) fn focus(id: &str) {
    js_focus(id);
}

/// Waits until the system says that there is a network. That is a hint: it may lead nowhere.
pub(crate) async fn online() {
    js_online().await;
}

/// Waits. Only for what must not be tried again at once.
pub(crate) async fn pause(milliseconds: u32) {
    js_pause(milliseconds).await;
}
