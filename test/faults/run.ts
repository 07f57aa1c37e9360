import { mkdirSync, writeFileSync } from 'node:fs';
import { inspect, parseArgs } from 'node:util';
import { BOTH, DATABASES, Run, type DatabaseKind, type Fault } from './fault.js';
import { FAULTS } from './faults.js';
import { Report } from './report.js';

const USAGE = `npm run test:faults [-- [--short] [--list] [--database sqlite|postgres] [--report FILE] [F1 F26 …]]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    database: { type: 'string' },
    report: { type: 'string', default: 'data/faults.json' },
  },
});

type Chosen = { readonly fault: Fault; readonly database: DatabaseKind };

/** Those that were named; without names all, or with --short those that have a place in it. On every database where they make sense, or on the one that was named. */
function chosen(): readonly Chosen[] {
  const asked = values.database === undefined ? BOTH : BOTH.filter((kind) => kind === values.database);
  if (asked.length === 0) throw new Error(`There is no database ${values.database}.\n${USAGE}`);
  const all = positionals.length === 0 ? FAULTS : positionals.map(named);
  const on = ({ on, inShort = [] }: Fault) => (positionals.length === 0 && values.short ? inShort : on);
  return all.flatMap((fault) =>
    on(fault)
      .filter((kind) => asked.includes(kind))
      .map((database) => ({ fault, database })),
  );
}

function named(name: string): Fault {
  const fault = FAULTS.find(({ id }) => id === name.toUpperCase());
  if (!fault) throw new Error(`There is no fault ${name}.\n${USAGE}`);
  return fault;
}

let current: Run | undefined;

/** One run, whatever it throws: that is a finding too. */
async function go(run: Run, work: (run: Run) => Promise<void>): Promise<Run> {
  current = run;
  try {
    await work(run);
  } catch (error) {
    run.found('wrong', [inspect(error)]);
  }
  await run.end();
  return run;
}

async function tryOut({ fault, database }: Chosen): Promise<Report> {
  const report = new Report(fault, database, values.short);
  const lacking = (await fault.lacks?.(database)) ?? null;
  if (lacking !== null) return report.skipped(lacking);
  report.ran(await go(new Run(values.short, database, report.log), (run) => fault.run(run)));
  for (const control of fault.controls.filter(({ on = BOTH }) => on.includes(database))) {
    const run = new Run(true, database, () => undefined);
    report.controlled(control, await go(run, () => control.run(run)));
  }
  return report.ended();
}

/** Servers, mounts and files of a run that was broken off go with it. */
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.resolve(current?.end()).finally(() => process.exit(1)));

if (values.list) {
  const names = (kinds: readonly DatabaseKind[]) => kinds.map((kind) => DATABASES[kind]).join(' and ');
  for (const { id, name, what, on, inShort } of FAULTS) {
    const short = inShort ? `; in --short on ${names(inShort)}` : '';
    console.log(`${id.padEnd(4)}${name} (on ${names(on)}${short})\n    ${what}`);
  }
} else {
  const reports: Report[] = [];
  for (const one of chosen()) reports.push(await tryOut(one));
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
