/** The farm at work: why its score is what it is, the chain of the last slots, what waits, the upstreams, how fresh everything is. */
import { ask, type Answer } from './ask.js';
import { keepBackfills } from './backfills.js';
import { failed, fill, loading, panel } from './blocks.js';
import { el } from './dom.js';
import { freshnessMap } from './heat.js';
import { healthBox } from './health.js';
import type { ViewContext } from './live.js';
import { show as replace } from './morph.js';
import { poolCards } from './pools.js';
import { SlotFlow } from './slots.js';
import { upstreamTable } from './upstreams.js';
import { workList } from './work.js';

const EVERY_MS = 15_000;
const SLOT_LEAST_MS = 4_000;

/** Shows the farm in `root` until the signal ends. It asks while somebody looks, and at once when a slot is complete. */
export function farmView(root: HTMLElement, { live, session, signal }: ViewContext): void {
  const box = (): HTMLElement => el('div', { class: 'box' });
  const boxes = { health: box(), pools: box(), upstreams: box(), heat: box(), slots: box(), work: box(), backfills: box() };
  const flow = new SlotFlow();
  const maySeeQueues = session.scopes.includes('read:queues');
  for (const [name, b] of Object.entries(boxes)) b.append(loading(name));
  root.replaceChildren(
    el('div', { class: 'tools' }, el('h1', {}, 'Farm')),
    el('div', { class: 'farm' }, panel('Health', boxes.health), panel('The chain of the last slots', boxes.slots), panel('Queues and pools', boxes.pools), panel('Repairs', boxes.work), panel('Backfills', boxes.backfills), panel('Freshness', boxes.heat), panel('Upstreams', boxes.upstreams)),
  );

  const show = (farm: Answer<'Farm'>): void => {
    replace(boxes.health, healthBox(farm.health));
    flow.show(farm.slots);
    if (boxes.slots.firstChild !== flow.element) boxes.slots.replaceChildren(flow.element);
    replace(boxes.pools, poolCards(farm.pools, maySeeQueues));
    replace(boxes.work, workList(farm.catching_up, farm.last_day));
    replace(boxes.upstreams, upstreamTable(farm.upstreams));
  };
  let known = false;
  let loadedAt = -Infinity;
  const loadBackfills = keepBackfills(boxes.backfills, signal);
  const load = async (): Promise<void> => {
    loadedAt = performance.now();
    void fill(boxes.heat, 'freshness', async () => freshnessMap(await ask<Answer<'FreshnessMap'>>('/api/v1/farm/freshness', signal), (await ask<Answer<'Collectors'>>('/api/v1/stats/collectors', signal)).data), signal);
    loadBackfills();
    try {
      show(await ask<Answer<'Farm'>>('/api/v1/farm', signal));
      known = true;
    } catch (error) {
      // What was known stays on show; the banner tells that it does not move.
      if (!signal.aborted && !known) for (const b of [boxes.health, boxes.slots, boxes.pools, boxes.work, boxes.upstreams]) b.replaceChildren(failed(error, () => void load()));
    }
  };
  const soon = (least: number) => (): void => {
    if (!document.hidden && performance.now() - loadedAt >= least) void load();
  };
  const timer = setInterval(soon(EVERY_MS), 1_000);
  const off = [live.onSlot(soon(SLOT_LEAST_MS)), live.onBack(() => void load()), () => clearInterval(timer)];
  signal.addEventListener('abort', () => off.forEach((stop) => stop()));
  void load();
}
