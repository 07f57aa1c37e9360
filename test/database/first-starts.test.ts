import { afterAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createForum } from '../../src/app.js';
import { readConfig } from '../../src/config/read-config.js';
import { CONNECTIONS } from '../../src/database/opening/connections.js';
import type { Connections } from '../../src/database/opening/data-source.js';
import { FirstStart } from '../../src/ops/first-start.service.js';
import { freshDatabase, onlyOn } from '../support/databases.js';

onlyOn('postgres')('three processes that are started at once on an empty database', () => {
  let forums: NestFastifyApplication[] = [];
  afterAll(() => Promise.all(forums.map((forum) => forum.close())));

  it('make one forum of it: one site, one owner, one talk under the demo’s articles', async () => {
    const { url } = await freshDatabase('postgres');
    const config = readConfig({ DATABASE_URL: url, PUBLIC_URL: 'http://localhost:3000', LOG_LEVEL: 'silent' });
    forums = await Promise.all([createForum(config), createForum(config), createForum(config)]);
    const links = await Promise.all(forums.map((forum) => forum.get(FirstStart, { strict: false }).welcome()));
    expect(new Set(links.flat().filter((line) => line.includes('token='))).size).toBe(3);
    const { write } = (forums[0] as NestFastifyApplication).get<Connections>(CONNECTIONS, { strict: false });
    const count = async (rows: string) =>
      ((await write.query(`SELECT count(*) AS n FROM ${rows}`)) as { n: number }[])[0]?.n;
    expect(await count('sites')).toBe(1);
    expect(await count('staff_roles')).toBe(1);
    expect(await count('threads')).toBe(await count('(SELECT DISTINCT url FROM threads) AS articles'));
    expect(await count('members')).toBe(await count('(SELECT DISTINCT name FROM members) AS people'));
  });
});
