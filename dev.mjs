/** `npm run dev`: compiles what changes, and starts the forum again on it. The pages' scripts are those of the last build. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const run = (...args) => spawn(process.execPath, args, { stdio: 'inherit' });
const programs = [
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'),
  run('--watch', '--watch-preserve-output', 'dist/main.js'),
];
const end = () => programs.forEach((program) => program.kill());
process.on('SIGINT', end).on('SIGTERM', end);
await Promise.race(programs.map((program) => once(program, 'exit')));
end();
