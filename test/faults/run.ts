import { mkdirSync, writeFileSync } from 'node:fs';
import { inspect, parseArgs } from 'node:util';
import { Run, type Fault } from './fault.js';
import { FAULTS } from './faults.js';
import { Report } from './report.js';

const USAGE = `npm run test:faults [-- [--short] [--list] [--report FILE] [F1 F26 …]]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    report: { type: 'string', default: 'data/faults.json' },
  },
});

/** Those that were named; without names all, or with --short those that have a place in it. */
function chosen(): readonly Fault[] {
  if (positionals.length === 0) return FAULTS.filter(({ inShort }) => inShort || !values.short);
  return positionals.map((name) => {
    const fault = FAULTS.find(({ id }) => id === name.toUpperCase());
    if (!fault) throw new Error(`There is no fault ${name}.\n${USAGE}`);
    return fault;
  });
}

let current: Run | undefined;

/** One run, whatever it throws: that is a finding too. */
async function go(short: boolean, log: (line: string) => void, work: (run: Run) => Promise<void>): Promise<Run> {
  const run = new Run(short, log);
  current = run;
  try {
    await work(run);
  } catch (error) {
    run.found('wrong', [inspect(error)]);
  }
  await run.end();
  return run;
}

async function tryOut(fault: Fault): Promise<Report> {
  const report = new Report(fault, values.short);
  const lacking = (await fault.lacks?.()) ?? null;
  if (lacking !== null) return report.skipped(lacking);
  report.ran(await go(values.short, report.log, (run) => fault.run(run)));
  for (const control of fault.controls) {
    report.controlled(
      control,
      await go(
        true,
        () => undefined,
        (run) => control.run(run),
      ),
    );
  }
  return report.ended();
}

/** Servers, mounts and files of a run that was broken off go with it. */
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.resolve(current?.end()).finally(() => process.exit(1)));

if (values.list) {
  for (const { id, name, what, inShort } of FAULTS)
    console.log(`${id.padEnd(4)}${name}${inShort ? ' (in --short)' : ''}\n    ${what}`);
} else {
  const reports: Report[] = [];
  for (const fault of chosen()) reports.push(await tryOut(fault));
  mkdirSync('data', { recursive: true });
  writeFileSync(values.report, `${JSON.stringify(reports, null, 2)}\n`);
  const failed = reports.filter(({ passed }) => !passed);
  const skipped = reports.filter(({ lacking }) => lacking !== null);
  console.log(
    `${reports.length - failed.length - skipped.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  );
  // Whatever is still open must not keep it.
  process.exit(failed.length > 0 ? 1 : 0);
}
