import { readdirSync, readFileSync } from 'node:fs';
import whole from './jest.config.mjs';

const root = import.meta.dirname;
const within = (folder) => readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true });

/** A test that has the name of a folder of `src` shows what that folder is for: posting, moderation, search. */
const subjects = new Set(
  within('src')
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
);
const needsMore = /from '[^']*(node:child_process|support\/(program|redis|growth))/;
const slow = within('test')
  .filter(({ name }) => /\.test\.tsx?$/.test(name))
  .map(({ parentPath, name }) => `${parentPath}/${name}`)
  .filter((file) => needsMore.test(readFileSync(file, 'utf8')));

process.env.TEST_DATABASES ??= 'sqlite';

/**
 * What can be known in a minute, after every save: all units, the contract, and of the rest what has the name of its subject. On
 * SQLite, without a browser, a server beside this one or a process of its own, and nothing that looks at the clock for long.
 *
 * @type {import('jest').Config}
 */
export default {
  ...whole,
  testMatch: [
    '**/test/unit/**/*.test.{ts,tsx}',
    '**/test/api/contract/*.test.ts',
    `**/test/{api,jobs,live}/{${[...subjects].join(',')}}.test.ts`,
  ],
  testPathIgnorePatterns: [...whole.testPathIgnorePatterns, ...slow],
};
