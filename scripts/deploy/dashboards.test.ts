/** Grafana's dashboards: every query parses, names metrics that exist, and the panels stand side by side. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boardFiles, boards, BOARDS_FOLDER } from '#dashboard/grafana/boards.js';
import { exportedSeries, unknownIn } from './testing/exported.js';
import { readRules } from './testing/rules.js';

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: unknown;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { unit: string; thresholds: { steps: { value: number | null }[] } } };
  targets?: { refId: string; expr: string; datasource: unknown; legendFormat: string }[];
}
interface Dashboard {
  id: null;
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list: { name: string; type: string; datasource?: unknown; query: unknown }[] };
}

const known = exportedSeries(readRules());
const files = boardFiles().map(([path, text]) => [path, JSON.parse(text) as Dashboard] as const);
/** Grafana fills these in before Prometheus sees the query. */
const filled = (expr: string): string => expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$\w+/g, '.*');
const SOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Of https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts. */
const UNITS = new Set(['short', 's', 'bytes', 'percentunit', 'ops', 'reqps', 'cps']);

describe('the dashboards', () => {
  it('are committed as they are declared, and no other is there', () => {
    expect(readdirSync(BOARDS_FOLDER).sort()).toEqual(Object.keys(boards).map((name) => `${name}.json`).sort());
    for (const [path, text] of boardFiles()) expect(readFileSync(path, 'utf8') === text, `${path}: npm run generate`).toBe(true);
  });

  it('have a uid and a title of their own', () => {
    for (const of of [(d: Dashboard) => d.uid, (d: Dashboard) => d.title]) expect(new Set(files.map(([, d]) => of(d))).size).toBe(files.length);
    for (const [, { uid, id }] of files) expect([uid.length <= 40, id]).toEqual([true, null]);
  });
});

describe.each(files)('%s', (_path, { panels, templating }) => {
  const asking = panels.filter((p) => p.type !== 'row');

  it('asks only for metrics and labels that are exported', () => {
    for (const p of asking) for (const { expr } of p.targets ?? []) expect([p.title, unknownIn(filled(expr), known)]).toEqual([p.title, []]);
  });

  it('fills every legend from labels that the answer has', () => {
    for (const p of asking) {
      for (const { legendFormat, expr } of p.targets ?? []) {
        const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] as string);
        expect([p.title, unknownIn(labels.length === 0 ? 'up' : `sum by (${labels.join(', ')}) (${filled(expr)})`, known)]).toEqual([p.title, []]);
      }
    }
  });

  it('lets its reader choose the data source first, and uses that one everywhere', () => {
    const [first, ...others] = templating.list;
    expect(first).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    for (const v of others) expect(v.datasource).toEqual(SOURCE);
    for (const p of asking) for (const source of [p.datasource, ...(p.targets ?? []).map((t) => t.datasource)]) expect(source).toEqual(SOURCE);
    const names = new Set(templating.list.map((v) => v.name));
    for (const p of asking) for (const { expr } of p.targets ?? []) expect([...expr.matchAll(/\$(?!__)(\w+)/g)].map((m) => m[1] as string).filter((n) => !names.has(n))).toEqual([]);
  });

  it('offers choices by series and labels that are exported', () => {
    for (const v of templating.list.slice(1)) {
      const [, series = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec((v.query as { query: string }).query) ?? [];
      expect(unknownIn(`sum by (${label}) (${series})`, known)).toEqual([]);
    }
  });

  it('says of every panel what it shows, and in which unit', () => {
    for (const p of asking) {
      expect(p.description, p.title).toBeTruthy();
      expect(UNITS.has(p.fieldConfig?.defaults.unit ?? ''), p.title).toBe(true);
      const limits = (p.fieldConfig?.defaults.thresholds.steps ?? []).map((s) => s.value ?? -Infinity);
      expect(limits, p.title).toEqual([...limits].sort((a, b) => a - b));
    }
  });

  it('gives every panel an id and a place of its own on the grid', () => {
    expect(new Set(panels.map((p) => p.id)).size).toBe(panels.length);
    const taken = new Map<string, string>();
    for (const { title, gridPos: { x, y, w, h } } of panels) {
      expect([x >= 0, x + w <= 24, h > 0], title).toEqual([true, true, true]);
      for (let i = x; i < x + w; i++) {
        for (let j = y; j < y + h; j++) {
          expect(taken.get(`${i},${j}`), title).toBeUndefined();
          taken.set(`${i},${j}`, title);
        }
      }
    }
  });
});
