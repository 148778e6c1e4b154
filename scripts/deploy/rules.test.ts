/** Recording and alert rules: tried out by Prometheus' own tool, explained, and about metrics that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chainDatasets } from '#queues/datasets.js';
import { validate } from './testing/models.js';
import { exportedSeries, TARGET_LABELS, unknownIn } from './testing/exported.js';
import { readQuery } from './testing/promql.js';
import { promtool, runPromtool } from './testing/promtool.js';
import { readCases, readRules, ruleFiles, RULES, type Case } from './testing/rules.js';

const rules = readRules();
const alerts = rules.filter((r) => r.alert !== undefined);
const cases = readCases();
const known = exportedSeries(rules);
const fires = (c: Case): boolean => c.promql_expr_test.every((t) => t.exp_samples.length > 0);
const of = (alert: string): Case[] => cases.filter((c) => c.promql_expr_test.every((t) => t.expr.includes(`alertname="${alert}",alertstate="firing"`)));

describe('the rules', () => {
  it('are each named once', () => {
    const names = rules.map((r) => r.alert ?? r.record);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
    expect(alerts.length).toBeGreaterThan(20);
  });

  it('ask only for metrics and labels that are exported', () => {
    for (const r of rules) expect([r.alert ?? r.record, unknownIn(r.expr, known)]).toEqual([r.alert ?? r.record, []]);
  });

  it('would not pass with a misspelt metric, label or word', () => {
    expect(unknownIn('sum by (qeue) (crypto_queue_jobs{stat="active"}) + crypto_quue_jobs', known)).toEqual(['crypto_queue_jobs{stat}', 'crypto_quue_jobs', 'by (qeue)']);
    expect(() => readQuery('sum by (queue (crypto_queue_jobs)')).toThrow('no PromQL');
  });

  it('mean the datasets of the chain where they say so', () => {
    for (const name of ['ChainDatasetStale', 'SideDatasetStale']) {
      const listed = /dataset[=!]~"([^"]+)"/.exec(alerts.find((r) => r.alert === name)?.expr ?? '')?.[1];
      expect(listed?.split('|').sort(), name).toEqual([...chainDatasets].sort());
    }
  });
});

describe('as the chart hands them on', () => {
  it.each(ruleFiles())('%s is the spec of a PrometheusRule', async (file) => {
    const manifest = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'farm' }, spec: parse(readFileSync(join(RULES, file), 'utf8')) as Record<string, unknown> };
    await validate(manifest);
    await expect(validate({ ...manifest, spec: { groups: [{ rules: [] }] } })).rejects.toThrow(/name/);
  });
});

describe.each(alerts.map((r) => [r.alert as string, r] as const))('%s', (name, rule) => {
  it('has a case in which it fires and one in which it stays quiet', () => {
    const named = of(name);
    for (const c of named) expect(c.name).toMatch(new RegExp(`^${name} ${fires(c) ? 'fires' : 'stays quiet'}: `));
    expect([named.some(fires), named.some((c) => !fires(c))]).toEqual([true, true]);
  });

  it('says how bad it is, what is the matter, and where the cure stands', () => {
    expect(rule.labels?.['severity']).toMatch(/^(critical|warning)$/);
    expect(rule.annotations?.['summary']).toBeTruthy();
    expect(rule.annotations?.['description']?.length).toBeGreaterThan(60);
    const [file, anchor] = (rule.annotations?.['runbook_url'] ?? '').split('#') as [string, string];
    expect([existsSync(file), anchor]).toEqual([true, name.toLowerCase()]);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^### ${name}$`, 'm'));
  });

  it('names only labels that its alerts have', () => {
    const texts = Object.values(rule.annotations ?? {}).join(' ');
    const { selected, grouped } = readQuery(rule.expr);
    const there = new Set<string>([...TARGET_LABELS, ...grouped, ...selected.flatMap(({ metric }) => known.get(metric) ?? [])]);
    expect([...texts.matchAll(/\$labels\.(\w+)/g)].map((m) => m[1] as string).filter((l) => !there.has(l))).toEqual([]);
  });
});

describe.skipIf(promtool === null)('Prometheus', () => {
  it('accepts every file of rules', () => {
    const { code, output } = runPromtool(['check', 'rules', ...ruleFiles().map((f) => join(RULES, f))]);
    expect(code, output).toBe(0);
  });

  it('agrees with every case', { timeout: 120_000 }, () => {
    const { code, output } = runPromtool(['test', 'rules', ...new Set(cases.map((c) => c.file))], join(RULES, 'tests'));
    expect(code, output).toBe(0);
  });
});
