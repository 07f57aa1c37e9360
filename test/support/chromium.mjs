import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Run by a process of its own, because the package unpacks to where this process would have its temporary files. */
const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

/**
 * The Chromium inside `@sparticuz/chromium`, unpacked once a version and machine. Whole or not at all: test files that
 * would unpack it at the same time could start a browser of which only half is there.
 *
 * @returns {Promise<{ path: string, libraries: string | null }>} `libraries`: what a bare machine lacks, from the same package
 */
export async function unpackChromium() {
  const folder = join(tmpdir(), `rejoinder-chromium-${await version()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  const path = join(folder, 'chromium');
  const { stdout } = spawnSync('ldd', [path], { encoding: 'utf8' });
  return { path, libraries: stdout?.includes('not found') === true ? join(folder, 'al2023', 'lib') : null };
}

async function unpackInto(folder) {
  const draft = await mkdtemp(`${folder}-`);
  // The package brings the libraries along only where it believes itself to be on Amazon's servers.
  const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const cwd = dirname(fileURLToPath(import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', UNPACK], { cwd, env });
  if (status !== 0) throw new Error(`Chromium could not be unpacked: ${stderr}`);
  await rename(draft, folder).catch(async (error) => {
    // Another run was first.
    if (!existsSync(folder)) throw error;
    await rm(draft, { recursive: true });
  });
}

async function version() {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const root = entry.slice(0, entry.indexOf('@sparticuz'));
  return JSON.parse(await readFile(join(root, '@sparticuz/chromium/package.json'), 'utf8')).version;
}
