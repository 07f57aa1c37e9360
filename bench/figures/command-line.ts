import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from '../figure.js';
import { paired } from '../statistics.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** ms that a program takes from its start to its end. */
function timeOf(...args: string[]): number {
  const begun = performance.now();
  if (spawnSync(process.execPath, args, { stdio: 'ignore' }).status !== 0)
    throw new Error(`It failed: ${args.join(' ')}`);
  return performance.now() - begun;
}

/** How long the command line takes to show its help, beside a Node that does nothing. */
export const commandLine: Measurement = {
  name: 'command',
  measure: (scale) => {
    const pairs = Array.from({ length: scale.pairs }, () => ({
      subject: timeOf(CLI, '--help'),
      limit: timeOf('--eval', '0'),
    }));
    return Promise.resolve([{ name: 'command', unit: 'ms', better: 'lower', ...paired(pairs) }]);
  },
};
