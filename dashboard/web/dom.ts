/** Building and changing elements. Text goes in as text: nothing here turns a string into markup. */
type Child = Node | string | null;
type Attributes = Record<string, string | number | boolean | null>;

function furnish<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((c) => c !== null));
  return element;
}

/** An element with attributes (null and false are left out) and children. */
export const el = <T extends keyof HTMLElementTagNameMap>(tag: T, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[T] => furnish(document.createElement(tag), attributes, children);
export const svg = <T extends keyof SVGElementTagNameMap>(tag: T, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[T] => furnish(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** Changes the text if it is another one: an unchanged cell costs no layout. Says whether it did. */
export function setText(node: Element, text: string): boolean {
  if (node.textContent === text) return false;
  node.textContent = text;
  return true;
}
export function setData(node: HTMLElement | SVGElement, name: string, value: string): void {
  if (node.dataset[name] !== value) node.dataset[name] = value;
}

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as E;
}

/** A bar from 0 to 1, told to screen readers by its label. */
export function meter(share: number, label: string, tone = 'accent'): HTMLElement {
  const fill = el('i');
  fill.style.width = `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
  return el('span', { class: 'meter', role: 'img', 'aria-label': label, 'data-tone': tone }, fill);
}

/** Runs `work` once in the next frame, however often it is asked for. */
export function inFrame(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

const still = matchMedia('(prefers-reduced-motion: reduce)');
const FLASH_MS = 900;
/** A short glow in the colour of the change; nothing where motion is not wanted. */
export function flash(node: Element, tone: 'up' | 'down'): void {
  if (still.matches) return;
  const glow = getComputedStyle(document.documentElement).getPropertyValue(tone === 'up' ? '--up-glow' : '--down-glow');
  node.animate([{ backgroundColor: glow }, { backgroundColor: 'transparent' }], { duration: FLASH_MS, easing: 'ease-out' });
}

/** Tells a screen reader, when it has time. */
export const say = (text: string): void => void setText(byId('said'), text);
