const { readFileSync } = require('node:fs');

/** Who may import whom: the sentences of queues/README.md, enforced. Tests are exempt where they must reach further. */
const test = '\\.(test)\\.ts$|/testing/|testing\\.ts$';

/** A rule that forbids `from` to import `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** An outside package may be imported through its one door only. */
const door = (pkg, doors) => forbid(`door-${pkg.replace(/\W/g, '-')}`, `${pkg} has one door: ${doors}`, { pathNot: `${doors}|${test}|^scripts/` }, { path: `node_modules/${pkg}/`, dependencyTypesNot: ['type-only'] });

/** A collector's file is named after its source. */
const collectors = [...readFileSync(`${__dirname}/queues/sources.ts`, 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \{ dataset/gm)].map((m) => m[1]).join('|');

module.exports = {
  forbidden: [
    forbid('queues-import-nobody', 'queues/ is the contract: it imports nothing of ours', { path: '^queues/', pathNot: test }, { path: '^(workers|api|dashboard|scripts)/' }),
    forbid('workers-import-queues', 'workers/ import queues/ only', { path: '^workers/', pathNot: test }, { path: '^(api|dashboard|scripts)/' }),
    forbid('store-is-closed', 'workers/store imports queues and itself; its tables read the pure declarations of the processors', { path: '^workers/store/', pathNot: test }, { path: '^workers/', pathNot: '^workers/(store/|processors/(indicators|features)/(?!run|audit-run))' }),
    forbid('collectors-declare', 'a collector declares; run.ts acts', { path: '^workers/collectors/', pathNot: `^workers/collectors/(run|run-[a-z-]+)\\.ts$|${test}` }, { path: '^workers/(store/(?!tables/|table\\.ts|index\\.ts|series\\.ts|metrics\\.ts)|upstream/(?!hosts|client))' }),
    forbid('collectors-apart', 'a collector never imports another collector', { path: '^workers/collectors/([a-z-]+)\\.ts$', pathNot: `^workers/collectors/index\\.ts$|${test}` }, { path: `^workers/collectors/(${collectors})\\.ts$`, pathNot: '^workers/collectors/$1\\.ts$' }),
    forbid('processors-are-pure', 'only run.ts of a processor sees the store', { path: '^workers/processors/', pathNot: `run\\.ts$|${test}` }, { path: '^workers/(store/(?!tables/|table\\.ts|index\\.ts|series\\.ts|metrics\\.ts)|upstream/|host/)' }),
    forbid('quality-is-pure', 'workers/quality judges rows it is handed; it reads nothing', { path: '^workers/quality/', pathNot: test }, { path: '^(workers|queues)/', pathNot: '^workers/(quality/|store/(tables/|metrics\\.ts))' }),
    forbid('text-is-pure', 'workers/text reads strings and registry rows, nothing else', { path: '^workers/text/', pathNot: test }, { path: '^(workers|queues)/', pathNot: '^workers/(text|store/tables)/' }),
    forbid('api-sees-work-done', 'the api sees what workers stored, never a worker', { path: '^api/', pathNot: test }, { path: '^(workers/(?!store/)|scripts/)' }),
    forbid('transports-ask-views', 'rest and live call views and auth; only views ask the store', { path: '^api/(rest|live|graphql)/', pathNot: test }, { path: '^workers/store/(?!index\\.ts|tables/)' , dependencyTypesNot: ['type-only'] }),
    forbid('client-stands-alone', 'api/client is for other projects: it imports nothing of ours', { path: '^api/client/', pathNot: test }, { path: '^(queues|workers|dashboard|scripts|api/(?!client/))' }),
    forbid('dashboard-imports-queues', 'dashboard/ imports queues/ only', { path: '^dashboard/(?!web/)', pathNot: test }, { path: '^(workers|api|scripts)/' }),
    forbid('page-stands-alone', 'dashboard/web runs in a browser: it imports itself, and of the rest only the types of the answers', { path: '^dashboard/web/', pathNot: test }, { path: '^(queues|workers|api|dashboard|scripts)/', pathNot: '^dashboard/web/|^api/client/schema\\.ts$' }),
    forbid('page-is-no-module', 'what runs in a browser cannot run in Node', { path: '^(queues|workers|api|dashboard|scripts)/(?!web/)', pathNot: test }, { path: '^dashboard/web/' }),
    forbid('nobody-imports-scripts', 'scripts/ are for hands', { path: '^(queues|workers|api|dashboard)/', pathNot: test }, { path: '^scripts/' }),
    forbid('no-production-testing', 'testing kits are for tests', { path: '^(queues|workers|api|dashboard|scripts)/', pathNot: `${test}` }, { path: '/testing/|testing\\.ts$' }),
    forbid('no-cycles', 'no cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    door('mysql2', '^workers/store/mysql\\.ts$'),
    door('bullmq', '^queues/(producer|events|schedule|demand)\\.ts$|^workers/host/|^dashboard/board\\.ts$'),
    door('ioredis', '^queues/runtime/redis\\.ts$'),
    door('axios', '^workers/upstream/|^api/watch/webhook\\.ts$'),
    door('pino', '^queues/runtime/log\\.ts$'),
    door('apollo-server-express', '^api/graphql/server\\.ts$'),
    door('prom-client', '^queues/runtime/metrics\\.ts$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'require', 'node', 'default'], mainFields: ['module', 'main'], extensions: ['.ts', '.js', '.json'] },
  },
};
