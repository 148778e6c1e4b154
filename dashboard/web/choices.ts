/** A row of buttons that are pressed or not. */
import { el } from './dom.js';

/** @param pressed holds what is pressed; `choose` changes it, the buttons follow. */
export function choices<T extends string>(label: string, all: readonly T[], pressed: ReadonlySet<T>, choose: (name: T) => void): HTMLElement {
  const group = el('div', { class: 'choices', role: 'group', 'aria-label': label });
  const buttons = all.map((name) => [name, el('button', { type: 'button', 'aria-pressed': String(pressed.has(name)) }, name)] as const);
  for (const [name, button] of buttons) {
    button.addEventListener('click', () => {
      choose(name);
      for (const [other, b] of buttons) b.setAttribute('aria-pressed', String(pressed.has(other)));
    });
  }
  group.append(...buttons.map(([, button]) => button));
  return group;
}
