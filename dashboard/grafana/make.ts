/**
 * Grafana's JSON out of a short declaration: what a panel asks, in which unit, how
 * wide it is. Ids, places and the choice of data source and namespace follow, so
 * that no panel overlaps another or names a data source of its own.
 */
export interface Panel {
  title: string;
  /** What a person should see in it, and when to worry. */
  about: string;
  /** Grafana's name of the unit: `short`, `s`, `percentunit`, `reqps` … */
  unit: string;
  /** Legend → PromQL. `{{label}}` in a legend is that label. */
  ask: Readonly<Record<string, string>>;
  shows?: 'timeseries' | 'stat' | 'bargauge' | 'table';
  /** Of 24 columns. */
  width?: 4 | 6 | 8 | 12 | 24;
  min?: number;
  max?: number;
  /** Green up to the first, then yellow, then red; `falling` the other way round. */
  limits?: { warn: number; bad: number; falling?: boolean };
}
export interface Board {
  uid: string;
  title: string;
  about: string;
  /** Chosen at the top beside the data source and the namespace: name → a label of a series. */
  choices?: Readonly<Record<string, { series: string; label: string }>>;
  rows: readonly { title: string; panels: readonly Panel[] }[];
}

const COLUMNS = 24;
const SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;
/** Matches a farm that has no namespace as well, which is every one outside a cluster. */
const ANY = '.*';

const heightOf = (p: Panel): number => (p.shows === 'stat' ? 4 : 8);

function steps({ limits }: Panel): { color: string; value: number | null }[] {
  if (!limits) return [{ color: 'green', value: null }];
  const [first, last] = limits.falling ? ['red', 'green'] : ['green', 'red'];
  const [low, high] = limits.falling ? [limits.bad, limits.warn] : [limits.warn, limits.bad];
  return [{ color: first, value: null }, { color: 'yellow', value: low }, { color: last, value: high }];
}

function optionsOf(p: Panel): object {
  if (p.shows === 'stat' || p.shows === 'bargauge') return { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, ...(p.shows === 'bargauge' ? { orientation: 'horizontal', displayMode: 'basic' } : { colorMode: 'value', graphMode: 'area' }) };
  return p.shows === 'table' ? { showHeader: true } : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } };
}

function panelOf(p: Panel, id: number, gridPos: object): object {
  const isNow = p.shows !== undefined && p.shows !== 'timeseries';
  const targets = Object.entries(p.ask).map(([legendFormat, expr], i) => ({ refId: String.fromCharCode(65 + i), datasource: SOURCE, expr, legendFormat, ...(isNow ? { instant: true, format: p.shows === 'table' ? 'table' : 'time_series' } : {}) }));
  const defaults = { unit: p.unit, ...(p.min === undefined ? {} : { min: p.min }), ...(p.max === undefined ? {} : { max: p.max }), thresholds: { mode: 'absolute', steps: steps(p) }, ...(isNow ? {} : { custom: { lineWidth: 1, fillOpacity: 10, showPoints: 'never' } }) };
  return { id, type: p.shows ?? 'timeseries', title: p.title, description: p.about, datasource: SOURCE, gridPos, fieldConfig: { defaults, overrides: [] }, options: optionsOf(p), targets };
}

/** Rows one under the other; in a row from left to right, a new line where the next one would not fit. */
function placed(rows: Board['rows']): object[] {
  let [id, y] = [0, 0];
  return rows.flatMap(({ title, panels }) => {
    const out: object[] = [{ id: ++id, type: 'row', title, collapsed: false, gridPos: { x: 0, y: y++, w: COLUMNS, h: 1 }, panels: [] }];
    let [x, tall] = [0, 0];
    for (const p of panels) {
      const w = p.width ?? 8;
      if (x + w > COLUMNS) [x, y, tall] = [0, y + tall, 0];
      out.push(panelOf(p, ++id, { x, y, w, h: heightOf(p) }));
      x += w;
      tall = Math.max(tall, heightOf(p));
    }
    y += tall;
    return out;
  });
}

const choice = (name: string, series: string, label: string): object => ({ name, label: name, type: 'query', datasource: SOURCE, query: { query: `label_values(${series}, ${label})`, refId: name }, refresh: 2, sort: 1, multi: true, includeAll: true, allValue: ANY, current: { selected: true, text: ['All'], value: ['$__all'] } });

/** The file's text. */
export function grafanaJson(board: Board): string {
  const list = [
    { name: 'datasource', label: 'data source', type: 'datasource', query: 'prometheus' },
    choice('namespace', 'up', 'namespace'),
    ...Object.entries(board.choices ?? {}).map(([name, { series, label }]) => choice(name, series, label)),
  ];
  const dashboard = { id: null, uid: board.uid, title: board.title, description: board.about, tags: ['crypto-data-farm'], timezone: 'utc', editable: false, graphTooltip: 1, refresh: '30s', schemaVersion: 39, time: { from: 'now-6h', to: 'now' }, templating: { list }, annotations: { list: [] }, panels: placed(board.rows) };
  return `${JSON.stringify(dashboard, null, 1)}\n`;
}
