/** The rules of the farm and the cases that try them out, as they stand in files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const RULES = 'helm/crypto-data-farm/files/rules';

export interface Rule {
  file: string;
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}
interface RuleFile {
  groups: { name: string; rules: Omit<Rule, 'file'>[] }[];
}
/** A case of promtool's; its name begins with the alert and says whether it fires. */
export interface Case {
  file: string;
  name: string;
  promql_expr_test: { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] }[];
}

const yamlIn = (folder: string): string[] => readdirSync(folder).filter((f) => f.endsWith('.yaml')).sort();
export const ruleFiles = (): string[] => yamlIn(RULES);
const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

export const readRules = (): Rule[] => ruleFiles().flatMap((file) => (read(join(RULES, file)) as RuleFile).groups.flatMap((g) => g.rules.map((r) => ({ file, ...r }))));
export const readCases = (): Case[] => yamlIn(join(RULES, 'tests')).flatMap((file) => (read(join(RULES, 'tests', file)) as { tests: Omit<Case, 'file'>[] }).tests.map((t) => ({ file, ...t })));
