import { afterAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createForum } from '../../src/app.js';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { readConfig } from '../../src/config/read-config.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { FirstStart } from '../../src/ops/first-start.service.js';
import { SitesService } from '../../src/sites/sites.service.js';
import { eachDatabase, migratedDatabase } from '../support/databases.js';

eachDatabase('whoever starts a forum', (database) => {
  const forums: NestFastifyApplication[] = [];
  afterAll(() => Promise.all(forums.map((forum) => forum.close())));

  async function started() {
    const { url } = await migratedDatabase(database);
    const forum = await createForum(readConfig({ DATABASE_URL: url, DEMO: 'off', LOG_LEVEL: 'silent' }));
    forums.push(forum);
    const service = <T>(type: abstract new (...parts: never[]) => T): T =>
      forum.get<T>(type as never, { strict: false });
    const link = async () => (await service(FirstStart).welcome()).at(1)?.split('token=')[1];
    return { service, link };
  }

  it('gets a link at each start until an owner has come in by one, and none afterwards', async () => {
    const { service, link } = await started();
    const [first, second] = [await link(), await link()];
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(second).not.toBe(first);
    const { session } = await service(TokensService).signIn(second ?? '');
    expect(session).toBeTruthy();
    expect(await service(FirstStart).welcome()).toEqual([]);
    expect(await service(StaffService).staff()).toMatchObject([{ role: 'owner', siteId: '*', name: 'Owner' }]);
    expect([...(await service(SitesService).all()).keys()]).toEqual(['default']);
  });

  it('gets none where a program has an API token already', async () => {
    const { service, link } = await started();
    await service(StaffService).addStaff('olga@example.com', 'owner', null);
    expect(await link()).toBeTruthy();
    await service(StaffService).staffToken('olga@example.com');
    expect(await service(FirstStart).welcome()).toEqual([]);
  });
});
