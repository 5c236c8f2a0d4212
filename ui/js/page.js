// What the page itself can do and WebAssembly cannot: its attributes, its history, its focus, its memory.

/** Sets what the style sheets go by. */
export function dress(language, theme, text) {
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme;
  root.dataset.text = String(text);
}

const pops = [];
let popping = null;
let acted = false;

/** Takes up the history where the page stands in it and gives its depth. Only depths are ever written there. */
export function openHistory() {
  const depth = history.state?.depth ?? 0;
  history.replaceState({ depth }, "");
  addEventListener("popstate", (event) => {
    pops.push(event.state?.depth ?? 0);
    popping?.();
  });
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, () => (acted = true), { capture: true, passive: true });
  }
  return depth;
}

export function pushHistory(depth) {
  history.pushState({ depth }, "");
}

export function popHistory() {
  history.back();
}

/** The depth after the next step back or forward. */
export async function popped() {
  while (pops.length === 0) {
    await new Promise((resolve) => (popping = resolve));
  }
  return pops.shift();
}

/** Whether anybody has touched or typed something since this was asked last. */
export function takeActed() {
  const was = acted;
  acted = false;
  return was;
}

/**
 * To the top of a new place, with the focus on its heading: the last one shown is the most particular. Who is quicker than
 * the frame and types already keeps the focus.
 */
export function arrive() {
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    if (document.activeElement?.matches("input, select, textarea")) {
      return;
    }
    const shown = [...document.querySelectorAll("main h1")].filter((heading) => heading.getClientRects().length > 0);
    shown.at(-1)?.focus();
  });
}

/** Puts the focus on an element. */
export function focus(id) {
  document.getElementById(id)?.focus();
}

/** Puts the focus on an element that is about to be drawn. */
export function focusSoon(id) {
  requestAnimationFrame(() => requestAnimationFrame(() => focus(id)));
}

/** The same, where what had the focus has gone. */
export function focusLost(id) {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body) {
        focus(id);
      }
    }),
  );
}

/** Letters and their marks as one character each. */
export function composed(text) {
  return text.normalize("NFC");
}

/** A tab behind a text that begins so sends the form around the field; elsewhere it goes on as it does. */
export function endWithTab(id, beginning) {
  const field = document.getElementById(id);
  field?.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.shiftKey && field.value.startsWith(beginning)) {
      event.preventDefault();
      field.form?.requestSubmit();
    }
  });
}

/** Scrolls so far that an element begins at the top, once it is drawn. */
export function bringIntoSight(id) {
  requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: "start" }));
}

/** Copies an element's text and says whether that worked; where it did not, the text is selected. */
export async function copy(id) {
  const element = document.getElementById(id);
  getSelection()?.selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/** Resolves when the system says next that there is a network, which may lead nowhere. */
export function online() {
  return new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Resolves after this time, or at once when the page is hidden or shown. */
export function glance(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    document.addEventListener("visibilitychange", done);
  });
}

/** Whether nobody can see the page. */
export function hidden() {
  return document.hidden;
}

/** The wall clock in milliseconds: the only one that also goes on while the system sleeps. */
export function wall() {
  return Date.now();
}

/** Whether the webview prints by itself: neither phones' nor macOS' do. */
export function canPrint() {
  return !/Mac|iPhone|iPad|Android/.test(navigator.userAgent);
}

/** Prints what is made for paper, once its pictures are there. */
export async function printSheets() {
  await Promise.all([...document.querySelectorAll(".print-sheets img")].map((picture) => picture.decode()));
  print();
}

export function reload() {
  location.reload();
}
