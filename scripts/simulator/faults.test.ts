import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { FaultPlan, parseFaults, type FaultKind } from './faults.js';
import { startSimulator, type Simulator } from './server.js';

const NOW = Date.UTC(2026, 0, 5, 8, 0, 10);
const PATHS = { binance: '/binance/api/v3/klines?symbol=BTCUSDT&interval=5m&limit=50', coingecko: '/coingecko/api/v3/coins/markets?vs_currency=usd' } as const;

describe('a fault spec', () => {
  it('reads host, kind, ratio and limit', () => {
    expect(parseFaults('binance:rate-limit:0.05,coingecko:server-error:0.1:3')).toEqual([
      { host: 'binance', kind: 'rate-limit', ratio: 0.05 },
      { host: 'coingecko', kind: 'server-error', ratio: 0.1, limit: 3 },
    ]);
    expect(parseFaults('')).toEqual([]);
  });

  it.each(['binance', 'kraken:slow:1', 'binance:explode:1', 'binance:slow:2', 'binance:slow:often', 'binance:slow:1:0', 'binance:slow:1:2:3'])('refuses %s, naming it and what is allowed', (spec) => {
    expect(() => parseFaults(spec)).toThrow(`"${spec}" is not a fault: HOST:KIND:RATIO`);
  });
});

describe('a fault plan', () => {
  const draw = (plan: FaultPlan, count: number): (FaultKind | null)[] => Array.from({ length: count }, () => plan.next('binance', '/api/v3/klines', NOW));

  it('fires at its ratio, the same way for the same seed', () => {
    const rules = parseFaults('binance:rate-limit:0.2');
    const fired = draw(new FaultPlan(5, rules), 2_000);
    expect(fired.filter(Boolean).length).toBeGreaterThan(320);
    expect(fired.filter(Boolean).length).toBeLessThan(480);
    expect(draw(new FaultPlan(5, rules), 2_000)).toEqual(fired);
    expect(draw(new FaultPlan(6, rules), 2_000)).not.toEqual(fired);
  });

  it('keeps to its host, its path, its last instant and its limit', () => {
    expect(new FaultPlan(1, parseFaults('coingecko:slow:1')).next('binance', '/api/v3/klines', NOW)).toBeNull();
    expect(new FaultPlan(1, [{ host: 'binance', kind: 'slow', ratio: 1, path: 'ticker' }]).next('binance', '/api/v3/klines', NOW)).toBeNull();
    expect(new FaultPlan(1, [{ host: 'binance', kind: 'slow', ratio: 1, until: NOW }]).next('binance', '/api/v3/klines', NOW)).toBeNull();
    expect(draw(new FaultPlan(1, parseFaults('binance:slow:1:2')), 4)).toEqual(['slow', 'slow', null, null]);
  });
});

describe('rules that are added to a plan', () => {
  it('come first, leave the counters of the others as they are, and go as they came', () => {
    const plan = new FaultPlan(1);
    const draw = (count: number): (FaultKind | null)[] => Array.from({ length: count }, () => plan.next('binance', '/', NOW));
    const slow = plan.add(parseFaults('binance:slow:1'));
    draw(2);
    const cut = plan.add(parseFaults('binance:reset:1'));
    expect(draw(3)).toEqual(['reset', 'reset', 'reset']);
    cut.end();
    expect(draw(1)).toEqual(['slow']);
    expect([slow.fired(), cut.fired()]).toEqual([3, 3]);
    plan.clear();
    expect([...draw(1), slow.fired()]).toEqual([null, 3]);
  });
});

describe('a spoiled answer', () => {
  let sim: Simulator;
  beforeEach(async () => {
    sim = await startSimulator({ clock: manualClock(NOW), symbols: 5, slowMs: 150 });
  });
  afterEach(() => sim.stop());

  const spoil = async (host: keyof typeof PATHS, kind: FaultKind): Promise<Response> => {
    sim.faults.set([{ host, kind, ratio: 1 }]);
    return fetch(sim.url + PATHS[host]);
  };

  it.each(['binance', 'coingecko'] as const)('of %s: rate-limit is 429 with a wait', async (host) => {
    const res = await spoil(host, 'rate-limit');
    expect(res.status).toBe(429);
    expect(Number(res.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await res.json()).toMatchObject(host === 'binance' ? { code: -1003 } : { status: { error_code: 429 } });
  });

  it.each(['binance', 'coingecko'] as const)('of %s: error-in-200 is an error body under 200', async (host) => {
    const res = await spoil(host, 'error-in-200');
    expect(res.status).toBe(200);
    expect(await res.json()).toMatchObject(host === 'binance' ? { code: -1003 } : { status: { error_code: 429 } });
  });

  it.each(['binance', 'coingecko'] as const)('of %s: server-error is 500 in the shape of the host', async (host) => {
    const res = await spoil(host, 'server-error');
    expect(res.status).toBe(500);
    expect(await res.json()).toMatchObject(host === 'binance' ? { code: -1000 } : { status: 500, error: 'Internal Server Error' });
  });

  it('as garbage is 200 and not JSON', async () => {
    const res = await spoil('binance', 'garbage');
    expect(res.status).toBe(200);
    expect(res.headers.get('content-type')).toContain('application/json');
    const text = await res.text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('as html is the page of a proxy', async () => {
    const res = await spoil('coingecko', 'html');
    expect(res.status).toBe(502);
    expect(res.headers.get('content-type')).toContain('text/html');
    expect(await res.text()).toContain('502 Bad Gateway');
  });

  it('truncated ends before its announced length', async () => {
    const res = await spoil('binance', 'truncated');
    expect(res.status).toBe(200);
    await expect(res.text()).rejects.toThrow();
  });

  it('reset is a broken connection', async () => {
    sim.faults.set([{ host: 'binance', kind: 'reset', ratio: 1 }]);
    const code = await new Promise((resolve) => request(sim.url + PATHS.binance, resolve).on('error', (e: NodeJS.ErrnoException) => resolve(e.code)).end());
    expect(code).toBe('ECONNRESET');
  });

  it('as timeout never comes, and does not keep the simulator from stopping', async () => {
    sim.faults.set([{ host: 'binance', kind: 'timeout', ratio: 1 }]);
    const ended = fetch(sim.url + PATHS.binance).then((r) => `answered ${r.status}`, () => 'cut off');
    await expect.poll(() => sim.stats()['binance']?.['/api/v3/klines']?.['0']).toBe(1);
    await sim.stop();
    expect(await ended).toBe('cut off');
  });

  it('as slow is the right one, later', async () => {
    const [plain, slow] = [await (await fetch(sim.url + PATHS.binance)).text(), await (await spoil('binance', 'slow')).text()];
    expect(slow).toBe(plain);
  });

  it('ends when the plan is deleted, over the admin door', async () => {
    const plan = `${sim.url}/__sim/faults`;
    const put = await fetch(plan, { method: 'PUT', body: JSON.stringify([{ host: 'binance', kind: 'server-error', ratio: 1, until: '2026-01-06T00:00:00Z' }]) });
    expect(put.status).toBe(200);
    expect((await fetch(sim.url + PATHS.binance)).status).toBe(500);
    expect(await (await fetch(plan)).json()).toMatchObject([{ kind: 'server-error', fired: 1 }]);
    const wrong = await fetch(plan, { method: 'PUT', body: '[{"host":"kraken"}]' });
    expect(wrong.status).toBe(400);
    expect(((await wrong.json()) as { error: string }).error).toContain('0.host');
    await fetch(plan, { method: 'DELETE' });
    expect((await fetch(sim.url + PATHS.binance)).status).toBe(200);
  });
});
