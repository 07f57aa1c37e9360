import { expect, it } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { built } from '../support/program.js';

const BREAKS = new URL('../faults/breaks/', import.meta.url);
const SOURCE = new URL('../../src/', import.meta.url);
/** What the others are made with. */
const TOOLS = ['built.mjs'];
const files = readdirSync(BREAKS).filter((file) => !TOOLS.includes(file));

/** A break names files and methods of the forum: where one of them was moved, its control would show nothing any more. */
it('finds what each control of a fault run breaks', async () => {
  const execArgv = files.flatMap((file) => ['--import', new URL(file, BREAKS).href]);
  const forum = fork(built('cli.js'), ['--version'], { execArgv, env: {}, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const said = Promise.all([text(forum.stdout!), text(forum.stderr!)]);
  const [code] = await once(forum, 'exit');
  const [stdout, stderr] = await said;

  expect(stderr).toBe('');
  expect(stdout).toMatch(/^rejoinder /);
  expect(code).toBe(0);
});

/** The build keeps what was built of files that are gone. */
it.each(files)('has the files that %s names among its sources', (file) => {
  const named = readFileSync(new URL(file, BREAKS), 'utf8').matchAll(/built\('\.\/(.+)\.js'\)/g);

  expect([...named].map(([, path]) => `${path}.ts`).filter((path) => !existsSync(new URL(path, SOURCE)))).toEqual([]);
});
