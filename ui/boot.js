// Starts the interface. The module is fetched whole: streaming compilation fails in some webviews.
import init from "/cds_ui.js";

const answer = await fetch("/cds_ui_bg.wasm");
await init({ module_or_path: await answer.arrayBuffer() });
