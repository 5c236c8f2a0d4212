const element = document.activeElement ?? document.body;
if (element === document.body) {
    return { id: 'body', seen: true, covered: false };
}
const line = node => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
};
const label = element.closest('label') ?? element.labels?.[0];
const box = element.getBoundingClientRect();
const [above, below] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
const x = box.left + box.width / 2;
// At its top, its middle or its foot it must be free (WCAG 2.4.11).
const hits = [0.2, 0.5, 0.8].map(part => document.elementFromPoint(x, above + (below - above) * part));
const free = hits.some(hit => hit !== null &&
    (hit === element || element.contains(hit) || hit.contains(element) || (label?.contains(hit) ?? false)));
return {
    id: element.id || element.tagName,
    seen: line(element) || (label ? line(label) : false),
    covered: !free,
    by: free ? '' : hits[1]?.outerHTML.slice(0, 120) ??
        `nothing: ${above} to ${below} of ${innerHeight}, scrolled ${scrollY} of ${document.documentElement.scrollHeight}`,
};
