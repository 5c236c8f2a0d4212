//! The one place that talks to the shell.

use cds_wire::ipc::{AppError, Command, Envelope, ErrorCode};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], catch)]
    async fn invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;
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
