/** The states every part of a view can be in while it has nothing to show: loading, empty, failed, not permitted. */
import { Problem } from './ask.js';
import { el } from './dom.js';
import { show } from './morph.js';

export const loading = (what: string): HTMLElement => el('p', { class: 'state loading', role: 'status' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), `Loading ${what} …`);

export const empty = (title: string, detail: string): HTMLElement => el('div', { class: 'state empty' }, el('strong', {}, title), el('p', {}, detail));

function wordsOf(error: unknown): { title: string; detail: string } {
  if (!(error instanceof Problem)) return { title: 'This part of the page failed', detail: String(error) };
  if (error.code === 'FORBIDDEN_SCOPE') return { title: 'Your key may not see this', detail: `${error.message}. Log in with a key that carries it.` };
  if (error.code === 'RATE_LIMIT_EXCEEDED') return { title: 'Too many requests', detail: `The key has used up its requests; there are more in ${Math.max(1, error.retrySeconds)} s.` };
  if (error.status === 0) return { title: 'The farm does not answer', detail: 'It is asked again as soon as the connection is back.' };
  return { title: error.status === 404 ? 'Nothing is stored yet' : 'The farm could not answer', detail: error.message };
}

/** @param again what the button does; none is shown where asking again cannot help. */
export function failed(error: unknown, again: () => void): HTMLElement {
  const { title, detail } = wordsOf(error);
  const hopeless = error instanceof Problem && error.code === 'FORBIDDEN_SCOPE';
  const box = el('div', { class: 'state failed', role: hopeless ? null : 'alert', 'data-code': error instanceof Problem ? error.code : 'PAGE' }, el('strong', {}, title), el('p', {}, detail));
  if (hopeless) return box;
  const button = el('button', { type: 'button' }, 'Try again');
  button.addEventListener('click', again);
  box.append(button);
  return box;
}

/** What may be wider than the screen: it scrolls by itself, by the keys too. */
export const scroller = (label: string, content: HTMLElement): HTMLElement => el('div', { class: 'scroller', tabindex: 0, role: 'group', 'aria-label': label }, content);

/** A titled part of a view. */
export function panel(title: string, ...children: (Node | string)[]): HTMLElement {
  const id = `panel-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return el('section', { class: 'panel', 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}

/**
 * Fills a box with what `load` brings: loading at first, the failure if there is
 * one, and what stands there stays while it is loaded again.
 */
export async function fill(box: HTMLElement, what: string, load: () => Promise<Element>, signal: AbortSignal): Promise<void> {
  if (box.childElementCount === 0) box.replaceChildren(loading(what));
  try {
    const content = await load();
    if (!signal.aborted) show(box, content);
  } catch (error) {
    if (!signal.aborted) box.replaceChildren(failed(error, () => void fill(box, what, load, signal)));
  }
}
