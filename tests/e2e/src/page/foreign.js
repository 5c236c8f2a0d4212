// Texts with letters that only Vietnamese has, outside of what says that it is Vietnamese.
const letters = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd]/;
// WCAG 3.1.2 leaves out proper names: the app's, the citizen's, their commune's.
const names = ['Công Dân Số', 'Lý A Thí', 'Xã Quảng Uyên'];
const found = [];
const look = (element, text) => {
    const own = names.reduce((rest, name) => rest.replaceAll(name, ''), (text ?? '').normalize('NFC'));
    const says = element.closest('[lang]')?.lang;
    if (letters.test(own) && says !== 'vi' && element.checkVisibility()) {
        found.push(own.trim().slice(0, 120));
    }
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
    look(texts.currentNode.parentElement, texts.currentNode.data);
}
for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
        look(element, element.getAttribute(name));
    }
}
return found;
