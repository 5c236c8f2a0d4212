// Starts the interface. The module is fetched whole: streaming compilation fails in some webviews.
import init from "/cds_ui.js";

// A fault in the module ends it: nothing on the page answers any more, and only the page itself can still say so. The
// words are there already, unseen, in the citizen's language (ui/src/app.rs).
const ended = (fault) => {
  const words = document.getElementById("fault");
  if (words !== null && words.hidden && (fault instanceof WebAssembly.RuntimeError || fault instanceof RangeError)) {
    words.hidden = false;
    for (const other of words.parentElement.children) {
      other.inert = other !== words;
    }
    const again = document.getElementById("fault-reload");
    again.addEventListener("click", () => location.reload());
    again.focus();
  }
};
addEventListener("error", (event) => ended(event.error));
addEventListener("unhandledrejection", (event) => ended(event.reason));

const answer = await fetch("/cds_ui_bg.wasm");
await init({ module_or_path: await answer.arrayBuffer() });
