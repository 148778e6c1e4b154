/** Walking through a table with the keys: one link of all its rows is in the tab order, arrows pass the focus on. */
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function target(rows: HTMLCollection, at: number, key: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return rows.length - 1;
  const step = STEPS[key];
  return step === undefined ? undefined : Math.min(rows.length - 1, Math.max(0, at + step));
}

const linkOf = (row: Element | undefined): HTMLAnchorElement | null => row?.querySelector('a') ?? null;

function moveTo(body: HTMLElement, link: HTMLAnchorElement): void {
  for (const other of body.querySelectorAll('a[tabindex="0"]')) (other as HTMLElement).tabIndex = -1;
  link.tabIndex = 0;
}

export function walkRows(body: HTMLTableSectionElement): void {
  body.addEventListener('keydown', (e) => {
    const row = (e.target as Element).closest('tr');
    const to = row ? target(body.children, [...body.children].indexOf(row), e.key) : undefined;
    const link = to === undefined ? null : linkOf(body.children[to]);
    if (!link) return;
    e.preventDefault();
    moveTo(body, link);
    link.focus();
  });
  body.addEventListener('focusin', (e) => {
    if (e.target instanceof HTMLAnchorElement) moveTo(body, e.target);
  });
  // The whole row is a target for a finger; a selection of text is not a click.
  body.addEventListener('click', (e) => {
    if ((e.target as Element).closest('a') || String(getSelection())) return;
    linkOf((e.target as Element).closest('tr') ?? undefined)?.click();
  });
}
