import { afterAll, expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a program said and how it ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type In = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user that it runs as; only root may choose. */
  readonly uid?: number;
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** An empty folder; gone when the test file ends. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-test-'));
  folders.push(folder);
  return folder;
}

/** A file of the build (`npm test` builds first). */
export const built = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));

/** Runs a file of the build until it ends, with nothing in its environment but what is given here. */
export const run = (file: string, words: readonly string[], where: In): Promise<Ended> =>
  runProgram(process.execPath, [built(file), ...words], where);

/** Runs a program until it ends. */
export function runProgram(program: string, words: readonly string[], { cwd, env = {}, uid }: In): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, ...env },
      stdio: 'pipe',
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += String(chunk)));
    child.stdin.end();
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

/** A command says on which database it works, beside what it answers. */
const DATABASE = /^Database: (sqlite|postgres(ql)?):.*\n/;

/** What was printed by a program that must have done it. */
export async function done(ending: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ending;
  expect({ code, stderr: stderr.replace(DATABASE, '') }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd();
}

/** What was said by a program that must have failed: sentences, and no stack. */
export async function refused(ending: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ending;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at |node_modules|\[Nest\]/m);
  return stderr.replace(DATABASE, '').trimEnd();
}
