// Gives the focus to one thing after another, as Tab would, and tells what then lies outside the window or under a bar.
const done = arguments[arguments.length - 1];
const frame = () => new Promise(go => requestAnimationFrame(go));
const what = node => (node ? node.outerHTML.slice(0, 100) : 'nothing');

// What lies over it, at its top, its middle and its foot, as far as these are in the window; none where one of them is
// free (WCAG 2.4.11: it may not be hidden entirely).
const over = element => {
    const box = element.getBoundingClientRect();
    const [above, below] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const label = element.closest('label') ?? element.labels?.[0];
    const x = box.left + box.width / 2;
    const covers = [0.2, 0.5, 0.8].map(part => above + (below - above) * part).map(y => {
        const hit = document.elementFromPoint(x, y);
        const free = hit !== null &&
            (hit === element || element.contains(hit) || hit.contains(element) || (label?.contains(hit) ?? false));
        return free ? null : `${what(hit)} at ${x}, ${y}`;
    });
    return covers.includes(null) ? null : covers[1];
};

const look = async () => {
    const had = document.activeElement;
    const found = [];
    for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
        // A link that shows itself only when it has the focus cannot in a window that has lost the keyboard.
        const unseen = !document.hasFocus() && element.id === 'skip';
        if (unseen || element.disabled || element.tabIndex < 0 || !element.checkVisibility()) {
            continue;
        }
        element.focus();
        if (document.activeElement !== element) {
            continue;
        }
        // The webview scrolls to it with one of the next frames.
        for (let frames = 0; over(element) !== null && frames < 30; frames += 1) {
            await frame();
        }
        const by = over(element);
        if (by !== null) {
            found.push(`${what(element)} under ${by}`);
        }
    }
    document.activeElement?.blur();
    if (had && had !== document.body) {
        had.focus({ preventScroll: true });
    }
    scrollTo(0, 0);
    await frame();
    await frame();
    return found;
};
look().then(done, error => done([String(error)]));
