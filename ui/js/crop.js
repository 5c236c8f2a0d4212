// The corners of a page, moved over its picture by a finger or by arrow keys. Where they may go is not decided here.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const moves = [];
let waiting = null;

function tell(move) {
  moves.push(move);
  waiting?.();
}

const handles = (id) => document.getElementById(id)?.querySelectorAll("button") ?? [];

/** From here on the handles in this frame tell where they are moved. */
export function watchCorners(id) {
  const frame = document.getElementById(id);
  moves.length = 0;
  handles(id).forEach((handle, corner) => {
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) {
        const box = frame.getBoundingClientRect();
        const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
        tell([corner, 1, Math.round(x * 1000), Math.round(y * 1000)]);
      }
    });
    handle.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step) {
        event.preventDefault();
        const far = event.shiftKey ? 50 : 10;
        tell([corner, 0, step[0] * far, step[1] * far]);
      }
    });
  });
}

/** The next move: which corner, whether to a place or by a way, and where or how far, in thousandths of the picture. */
export async function cornerMoved() {
  while (moves.length === 0) {
    await new Promise((resolve) => (waiting = resolve));
  }
  return moves.shift();
}

/** Where each handle of a frame stands, as rules of the page's own styles: nothing on the page has a style of its own. */
const rules = new Map();

/** Puts the handles where the corners are: x and y of each in turn. */
export function placeCorners(id, places) {
  if (!rules.has(id)) {
    const [sheet] = document.styleSheets;
    const rule = (corner) => {
      const last = sheet.cssRules.length;
      return sheet.cssRules[sheet.insertRule(`#${id} > button:nth-of-type(${corner + 1}) {}`, last)];
    };
    rules.set(id, [0, 1, 2, 3].map(rule));
  }
  rules.get(id).forEach((rule, corner) => {
    rule.style.left = `${places[2 * corner] / 10}%`;
    rule.style.top = `${places[2 * corner + 1] / 10}%`;
  });
}
