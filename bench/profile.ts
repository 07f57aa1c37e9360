import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Node = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
};
type Profile = {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
};

/** Functions that a profile shows. */
const SHOWN = 25;
const IDLE = ['(idle)', '(root)'];

/** Has every forum that is started from now on leave a profile of its processor in this folder, once it is stopped. */
export function profileForums(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rejoinder-profile-'));
  process.env['BENCH_PROFILE'] = folder;
  return folder;
}

/** Where the busy time of the folder's longest profile went: functions by their own time, as lines of text. */
export function hottest(folder: string): string[] {
  const profiles = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile);
  const profile = profiles.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (!profile) return [];
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map<string, number>();
  for (const [index, sample] of profile.samples.entries()) {
    const name = names.get(sample) ?? '';
    if (!IDLE.includes(name)) own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  const busy = [...own.values()].reduce((sum, time) => sum + time, 0);
  return [...own]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, time]) => `${((time / busy) * 100).toFixed(1).padStart(5)} %  ${name.slice(0, 100)}`);
}

const nameOf = ({ functionName, url, lineNumber }: Node['callFrame']): string =>
  url === ''
    ? functionName
    : `${functionName || '(anonymous)'} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
