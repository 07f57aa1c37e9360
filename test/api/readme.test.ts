import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { understand } from '../../src/commands/command-line.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { freePort } from '../support/free-port.mjs';
import { done, freshFolder, runProgram } from '../support/program.js';
import { until } from '../support/until.js';

// A command is a process that loads the whole forum, on a machine that may be busy.
jest.setTimeout(300_000);

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const README = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');
/** README's blocks of commands under a heading, in their order. */
const blocksUnder = (heading: string): string[] => {
  const section = README.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
};
const START = 'node dist/main.js';

/** What the machine that `npm ci && npm run build` ran on has, in a folder of its own. */
async function installed(): Promise<string> {
  const folder = await freshFolder();
  await copyFile(join(REPOSITORY, 'package.json'), join(folder, 'package.json'));
  for (const name of ['dist', 'node_modules']) await symlink(join(REPOSITORY, name), join(folder, name));
  // npx itself is tried beside npm's other ways to the command line; here it would only take its seconds each time.
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'npx'), '#!/bin/sh\nshift\nexec node dist/cli.js "$@"\n');
  await chmod(join(folder, 'bin', 'npx'), 0o755);
  return folder;
}

describe('whoever types what README says to operators, in its order', () => {
  let forum: ChildProcess | undefined;
  let said = '';
  const answers = new Map<string, string>();
  let port: number;

  beforeAll(async () => {
    const [cwd, freeOne] = [await installed(), await freePort()];
    port = freeOne;
    // Another port than README's, which somebody may listen at: the environment counts more than `.env`.
    const env = { PATH: `${join(cwd, 'bin')}:${process.env['PATH']}`, PORT: String(port) };
    const [make = '', ...further] = blocksUnder('For operators');
    const [first, ...settings] = make.split('\n').filter((line) => line !== '' && line !== START);
    expect(first).toBe('npm ci && npm run build');
    await done(runProgram('sh', ['-ec', settings.join('\n')], { cwd, env }));
    forum = spawn('sh', ['-c', `exec ${START}`], { cwd, env: { ...env, HOME: cwd }, stdio: 'pipe' });
    for (const stream of [forum.stdout, forum.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)));
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
    await until('the forum is ready', () => ready().catch(() => false), 120_000);
    for (const line of further.flatMap((block) => block.split('\n')).filter(Boolean)) {
      answers.set(line.replace(/\s+#.*$/, ''), await done(runProgram('sh', ['-ec', line], { cwd, env })));
    }
  });
  afterAll(async () => {
    if (!forum) return;
    const ended = once(forum, 'exit');
    forum.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('is led in as owner at the forum’s own address, in which there is no demo', async () => {
    expect(said).toContain('https://forum.example.com/console/sign-in?token=');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });

  it.each([
    ['npx rejoinder site add gazette', /^Site gazette stands on: gazette\.example, www\.gazette\.example$/],
    [
      'npx rejoinder staff add mia@gazette.example',
      /^Mia signs in here.*\nhttps:\/\/forum\.example\.com\/console\/sign-in/,
    ],
    ['npx rejoinder staff list', /^mia@gazette\.example\tMia\tmoderator\tgazette$/m],
    ['npx rejoinder staff link', /^Mia signs in here/],
    ['npx rejoinder backup', / holds 2 sites, 0 discussions and 0 messages/],
    ['npx rejoinder verify', /^The file is sound\.\nEvery row .*\nEvery counter .*\nThe log is whole: 3 entries/],
    ['DATABASE_URL=sqlite:data/again.db npx rejoinder restore', /^The database holds 2 sites, .* again/],
    ['npx rejoinder demo remove', /^There is nothing of the demo\.$/],
    ['npx rejoinder --version', /^rejoinder \d+\.\d+\.\d+$/],
  ])('is answered: %s', (begin, sentence) => {
    const [, answer] = [...answers].find(([line]) => line.startsWith(begin)) ?? [];
    expect(answer).toMatch(sentence);
  });

  it('has the forum in the publisher’s frame afterwards', async () => {
    const url = new URLSearchParams({ site: 'gazette', url: 'https://www.gazette.example/an-article' });
    const page = await fetch(`http://127.0.0.1:${port}/embed?${url}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('No messages yet')]);
  });
});

describe('README', () => {
  it('names every command that there is', () => {
    const missing = COMMANDS.map(({ name }) => name).filter(
      (name) => !README.includes(`\`${name}`) && !README.includes(`rejoinder ${name} `),
    );
    expect(missing).toEqual([]);
  });

  it('types no command that is none', () => {
    const typed = [...README.matchAll(/npx rejoinder ([^`\n#]*)/g)].map(([, words = '']) => words.trim());
    expect(typed.length).toBeGreaterThan(8);
    for (const words of typed) {
      const given = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      expect(() => understand(given)).not.toThrow();
    }
  });

  it('names scripts that npm has', () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...README.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
