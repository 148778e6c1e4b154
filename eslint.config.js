/** The house rules that a compiler does not know. Each restriction says what to use instead. */
import tseslint from 'typescript-eslint';

const size = {
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 4],
  'max-depth': ['error', 3],
};

const doors = {
  'no-restricted-syntax': [
    'error',
    { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'process.env has one door: queues/runtime/env.ts' },
    { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'ask a Clock: queues/runtime/clock.ts' },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'ask a Clock: queues/runtime/clock.ts' },
    { selector: "MemberExpression[object.name='console']", message: 'log through queues/runtime/log.ts' },
    { selector: "CallExpression[callee.name='fetch']", message: 'workers/upstream is the only way out' },
    { selector: 'CatchClause[body.body.length=0]', message: 'say why the error may be dropped, or do not catch it' },
  ],
};

export default tseslint.config(
  { ignores: ['api/client/schema.ts', 'dist/', 'node_modules/', 'coverage/', '.farm*/'] },
  {
    files: ['{queues,workers,api,dashboard,scripts}/**/*.ts'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...size,
      ...doors,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      'no-nested-ternary': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['queues/runtime/env.ts', 'queues/runtime/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // The page's one way to ask: it runs in a browser and reads from where it came.
  { files: ['dashboard/web/ask.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Scripts talk to a person at a terminal; tests and benches time and fetch for themselves.
  { files: ['scripts/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.test.ts', '**/testing/**', '**/testing.ts'], rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off' } },
  // Tables are lists of columns and registries lists of entries; splitting a list hides it.
  { files: ['workers/store/seeds/**', 'queues/runtime/metrics.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
);
