import { describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentOf } from '../../src/config/environment.js';
import { readConfig } from '../../src/config/read-config.js';
import { freshFolder } from '../support/program.js';

describe('a secret in a file', () => {
  it('is read from there', async () => {
    const folder = await freshFolder();
    const path = join(folder, 'database');
    await writeFile(path, 'postgres://olga:secret@localhost/forum\n');
    await writeFile(join(folder, 'redis'), 'redis://:hush@localhost\n');
    const config = readConfig({ DATABASE_URL_FILE: path, REDIS_URL_FILE: join(folder, 'redis') });
    expect(config.DATABASE_URL).toBe('postgres://olga:secret@localhost/forum');
    expect(config.REDIS_URL).toBe('redis://:hush@localhost');
  });

  it('is named where it is wrong, and not shown', async () => {
    const folder = await freshFolder();
    const [wrong, empty] = [join(folder, 'wrong'), join(folder, 'empty')];
    await writeFile(wrong, 'mysql://olga:secret@localhost/forum\n');
    await writeFile(empty, '\n');
    await mkdir(join(folder, 'folder'));
    const read =
      (DATABASE_URL_FILE: string, more = {}) =>
      () =>
        readConfig({ DATABASE_URL_FILE, ...more });
    expect(read(wrong)).toThrow('DATABASE_URL="mysql://olga:…@localhost/forum": must be sqlite:PATH or postgres://…');
    expect(read(empty)).toThrow(`DATABASE_URL_FILE="${empty}": the file is empty`);
    expect(read(join(folder, 'none'))).toThrow(/^DATABASE_URL_FILE=".*none": ENOENT: /);
    expect(read(join(folder, 'folder'))).toThrow(/^DATABASE_URL_FILE=".*folder": EISDIR: /);
    expect(read(wrong, { DATABASE_URL: 'sqlite:forum.db' })).toThrow(/DATABASE_URL is set as well; keep one$/);
  });
});

describe('the file .env of the working folder', () => {
  it('is taken where it is, and the environment counts more', async () => {
    const folder = await freshFolder();
    const env = { PORT: '4000' };
    expect(environmentOf(folder, env)).toBe(env);
    await writeFile(join(folder, '.env'), '# where it is\nDATABASE_URL=sqlite:here.db\nPORT=5000\n');
    expect(environmentOf(folder, env)).toEqual({ DATABASE_URL: 'sqlite:here.db', PORT: '4000' });
  });

  it('says so where it cannot be read', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, '.env'));
    expect(() => environmentOf(folder, {})).toThrow(/\.env: EISDIR/);
  });
});
