// npm run test:mutants [-- GROUP…] [-- --concurrency N]: makes one small slip at a time in the pure modules and asks their tests whether
// they notice. Ends with 1 where too few do.
import { Stryker } from '@stryker-mutator/core';
import { parseArgs } from 'node:util';
import jestConfig, { apart } from '../../jest.config.mjs';
import { GROUPS } from './groups.mjs';

/** Of a group's mutants, how many its tests must notice. */
const ENOUGH = 0.9;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '2' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0) {
  console.error(`No such group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(2);
}

const rows = [];
for (const group of positionals.length > 0 ? positionals : Object.keys(GROUPS)) {
  console.log(`\n== ${group}`);
  const begun = Date.now();
  const score = scoreOf(await mutantsOf(GROUPS[group]));
  rows.push({ group, ...score, seconds: Math.round((Date.now() - begun) / 1_000) });
}
console.table(rows);
process.exitCode = rows.every(({ score }) => score >= ENOUGH) ? 0 : 1;

function mutantsOf({ mutate, tests }) {
  // Neither a browser nor PostgreSQL is needed.
  const { globalSetup: _setup, globalTeardown: _teardown, ...config } = { ...jestConfig, ...apart };
  return new Stryker({
    mutate,
    concurrency: Number(values.concurrency),
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // Each mutant loads every module anew, and modules of a VM are not given back.
    maxTestRunnerReuse: 60,
    coverageAnalysis: 'perTest',
    jest: { config: { ...config, testMatch: tests.map((test) => `<rootDir>/${test}`) }, enableFindRelatedTests: false },
    // A machine that does other things must not take a slow answer for a slip that was noticed.
    dryRunTimeoutMinutes: 60,
    timeoutMS: 60_000,
    ignorePatterns: ['data', 'dist', 'bench', '.ci', 'test/faults', 'test/web', 'test/api'],
    tempDirName: 'data/mutants',
    reporters: ['clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
    fileLogLevel: 'off',
    logLevel: 'warn',
  }).runMutationTest();
}

/** What a slip made an error or an endless loop of was noticed. What cannot be compiled is no slip. */
function scoreOf(mutants) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = of('Killed', 'Timeout');
  const unseen = of('Survived', 'NoCoverage');
  return { mutants: noticed + unseen, noticed, score: Math.floor((noticed / (noticed + unseen)) * 1_000) / 1_000 };
}
