import { expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { freshFolder, runProgram } from '../support/program.js';

const PROGRAM = fileURLToPath(new URL('../support/at-rest.mjs', import.meta.url));

it('a forum on SQLite that nobody asks for its docs holds nothing of PostgreSQL, of Redis and of the docs', async () => {
  const cwd = await freshFolder();
  const { stdout, stderr } = await runProgram(process.execPath, [PROGRAM], {
    cwd,
    env: { DEMO: 'off', LOG_LEVEL: 'silent' },
  });
  expect(stderr).toBe('');
  const { started, status, asked } = JSON.parse(stdout) as Record<'started' | 'asked', string[]> & {
    readonly status: number;
  };
  expect(started).toEqual(expect.arrayContaining(['@nestjs/core', 'typeorm', 'better-sqlite3']));
  for (const idle of ['pg', 'ioredis', '@nestjs/swagger', '@fastify/static', 'js-yaml'])
    expect(started).not.toContain(idle);
  expect(status).toBe(200);
  expect(asked).toEqual(expect.arrayContaining(['@nestjs/swagger', '@fastify/static', 'js-yaml']));
});
