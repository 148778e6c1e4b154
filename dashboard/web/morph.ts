/**
 * Makes what is shown like what should be: walks two trees at once and changes
 * only what differs, so that focus, scroll, an open part and the reader's place
 * survive new figures. For trees whose parts listen to nothing.
 */

/** The reader's own doing stands against what the farm says. */
const HIS_OWN = new Set(['open']);

function attributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !HIS_OWN.has(name) && name !== 'style') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'style' && !HIS_OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (!(old instanceof HTMLElement && fresh instanceof HTMLElement)) return;
  // Through the object model: as an attribute a style would be inline, which the page's policy refuses.
  if (old.style.cssText !== fresh.style.cssText) old.style.cssText = fresh.style.cssText;
}

const alike = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && !isState(a) && !isState(b);
/** Loading, empty, failed: these are replaced whole, buttons and all. */
const isState = (n: Node): boolean => n instanceof Element && n.classList.contains('state');

function node(old: ChildNode, fresh: ChildNode): void {
  if (!alike(old, fresh)) return old.replaceWith(fresh);
  if (old instanceof Element && fresh instanceof Element) {
    attributes(old, fresh);
    children(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

function children(old: Element, fresh: Element): void {
  const wanted = [...fresh.childNodes];
  const there = [...old.childNodes];
  wanted.forEach((w, i) => {
    const t = there[i];
    if (t) node(t, w);
    else old.append(w);
  });
  for (const extra of there.slice(wanted.length)) extra.remove();
}

/** Shows `content` in the box. */
export function show(box: Element, content: Element): void {
  const old = box.firstElementChild;
  if (box.childNodes.length === 1 && old) node(old, content);
  else box.replaceChildren(content);
}
