/**
 * The import rules, tried out: a small tree in which each file breaks one rule,
 * and one in which nothing does, judged by the committed configuration.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Config extends IFlattenedRuleSet {
  options: ICruiseOptions;
}
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Config;
const rules = (config.forbidden ?? []).map((rule) => rule.name ?? '');

/** rule → [importing file, imported file or package]; every pair must be refused, and by that rule. */
const refused: Record<string, readonly [string, string][]> = {
  'queues-import-nobody': [
    ['queues/demand.ts', 'workers/context.ts'],
    ['queues/runtime/log.ts', 'api/config.ts'],
  ],
  'workers-import-queues': [
    ['workers/universe.ts', 'api/views/prices.ts'],
    ['workers/handlers.ts', 'dashboard/board.ts'],
  ],
  'store-is-closed': [
    ['workers/store/create.ts', 'workers/upstream/client.ts'],
    ['workers/store/tables/technical.ts', 'workers/processors/indicators/run.ts'],
  ],
  'collectors-declare': [
    ['workers/collectors/ohlc.ts', 'workers/store/mysql.ts'],
    ['workers/collectors/crypto-prices.ts', 'workers/upstream/transport.ts'],
  ],
  'collectors-apart': [['workers/collectors/crypto-prices.ts', 'workers/collectors/ohlc.ts']],
  'processors-are-pure': [
    ['workers/processors/indicators/rsi.ts', 'workers/store/create.ts'],
    ['workers/processors/features/price.ts', 'workers/upstream/client.ts'],
  ],
  'quality-is-pure': [
    ['workers/quality/price.ts', 'workers/store/create.ts'],
    ['workers/quality/figures.ts', 'queues/runtime/log.ts'],
  ],
  'text-is-pure': [
    ['workers/text/mentions.ts', 'workers/store/names.ts'],
    ['workers/text/markup.ts', 'queues/runtime/log.ts'],
  ],
  'api-sees-work-done': [
    ['api/views/prices.ts', 'workers/collectors/ohlc.ts'],
    ['api/server.ts', 'scripts/simulator/server.ts'],
  ],
  'transports-ask-views': [['api/rest/prices.ts', 'workers/store/create.ts']],
  'client-stands-alone': [
    ['api/client/farm.ts', 'api/views/prices.ts'],
    ['api/client/farm.ts', 'queues/slot.ts'],
  ],
  'dashboard-imports-queues': [['dashboard/board.ts', 'workers/context.ts']],
  'page-stands-alone': [
    ['dashboard/web/main.ts', 'queues/topology.ts'],
    ['dashboard/web/farm.ts', 'api/views/farm.ts'],
  ],
  'page-is-no-module': [['dashboard/page.ts', 'dashboard/web/format.ts']],
  'nobody-imports-scripts': [['queues/producer.ts', 'scripts/simulator/market.ts']],
  'no-production-testing': [
    ['workers/main.ts', 'workers/store/testing.ts'],
    ['scripts/up.ts', 'scripts/testing/farm.ts'],
  ],
  'no-cycles': [['queues/repeat.ts', 'queues/slot.ts']],
  'door-mysql2': [
    ['workers/store/ddl.ts', 'mysql2'],
    ['api/server.ts', 'mysql2'],
  ],
  'door-bullmq': [
    ['workers/upkeep/tick.ts', 'bullmq'],
    ['dashboard/plugin.ts', 'bullmq'],
  ],
  'door-ioredis': [['api/hot.ts', 'ioredis']],
  'door-apollo-server-express': [['api/graphql/schema.ts', 'apollo-server-express']],
  'door-axios': [['workers/collectors/run.ts', 'axios']],
  'door-pino': [['api/context.ts', 'pino']],
  'door-prom-client': [['workers/host/record.ts', 'prom-client']],
};

/** Pairs that must pass: the ways the farm really goes. */
const allowed: readonly [string, string][] = [
  ['workers/context.ts', 'queues/slot.ts'],
  ['workers/store/tables/ohlc.ts', 'workers/processors/indicators/index.ts'],
  ['workers/collectors/run.ts', 'workers/upstream/client.ts'],
  ['workers/processors/indicators/run.ts', 'workers/store/index.ts'],
  ['workers/text/mentions.ts', 'workers/store/tables/alias.ts'],
  ['api/views/prices.ts', 'workers/store/index.ts'],
  ['api/rest/prices.ts', 'api/views/prices.ts'],
  ['api/server.ts', 'dashboard/plugin.ts'],
  ['dashboard/board.ts', 'queues/topology.ts'],
  ['dashboard/web/ask.ts', 'api/client/schema.ts'],
  ['scripts/up.ts', 'api/config.ts'],
  ['queues/slot.test.ts', 'workers/store/testing.ts'],
  ['workers/store/mysql.ts', 'mysql2'],
  ['queues/producer.ts', 'bullmq'],
  ['workers/host/host.ts', 'bullmq'],
  ['queues/runtime/redis.ts', 'ioredis'],
  ['workers/upstream/transport.ts', 'axios'],
  ['api/graphql/server.ts', 'apollo-server-express'],
];

const folders = ['queues', 'workers', 'api', 'dashboard', 'scripts'];
/** The cruise refuses a folder that is not there. */
const everyFolder = folders.map((folder): [string, string] => [`${folder}/one.ts`, `${folder}/other.ts`]);
const packageNames = new Set([...Object.values(refused).flat(), ...allowed].map(([, to]) => to).filter((to) => !to.includes('/')));
const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

/** Writes a tree in which each pair's first file imports its second, and nothing else is imported. */
function treeOf(pairs: readonly (readonly [string, string])[]): string {
  const root = mkdtempSync(join(tmpdir(), 'import-rules-'));
  roots.push(root);
  const write = (path: string, text: string) => (mkdirSync(dirname(join(root, path)), { recursive: true }), writeFileSync(join(root, path), text));
  for (const name of packageNames) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  for (const path of new Set(pairs.map(([, to]) => to).filter((to) => to.includes('/')))) write(path, 'export const it = 1;\n');
  for (const from of new Set(pairs.map(([path]) => path))) {
    const up = '../'.repeat(from.split('/').length - 1);
    const imports = pairs.filter(([path]) => path === from).map(([, to], i) => `import * as m${i} from '${to.includes('/') ? `./${up}${to}` : to}';\nexport const v${i} = m${i};\n`);
    write(from, imports.join(''));
  }
  return root;
}

/** `rule: from → to` of every violation. */
async function judge(root: string): Promise<string[]> {
  // The tree has no tsconfig of its own, and needs none.
  const options = { ...config.options, tsConfig: undefined };
  const result = await cruise(folders, { ...options, validate: true, ruleSet: { forbidden: config.forbidden ?? [] }, baseDir: root });
  const { summary } = result.output as ICruiseResult;
  return summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to.replace(/^node_modules\/([^/]+)\/.*$/, '$1')}`);
}

describe('the import rules', () => {
  let found: string[];
  beforeAll(async () => {
    const root = treeOf([...Object.values(refused).flat(), ...everyFolder]);
    writeFileSync(join(root, 'queues/slot.ts'), "import * as back from './repeat.js';\nexport const it = back;\n");
    found = await judge(root);
  });

  it('are all tried out here', () => {
    expect(Object.keys(refused).sort()).toEqual([...rules].sort());
  });

  it('are tried out with files of the farm', () => {
    const files = [...Object.values(refused).flat(), ...allowed].flat().filter((path) => path.includes('/'));
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
  });

  it.each(rules)('%s refuses what it should', (rule) => {
    expect(found).toEqual(expect.arrayContaining((refused[rule] ?? []).map(([from, to]) => `${rule}: ${from} → ${to}`)));
  });

  it('let the farm go its own ways', async () => {
    const ways = await judge(treeOf([...allowed, ...everyFolder]));
    expect(ways).toEqual([]);
  });
});
