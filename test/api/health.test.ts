import { expect, it } from '@jest/globals';
import { eachDatabase, onlyOn } from '../support/databases.js';
import { startForum } from '../support/forum.js';
import { Locker } from '../support/locker.js';

eachDatabase('the health of a forum', (database) => {
  it('is ok where nothing is wrong', async () => {
    const forum = await startForum({ database });
    for (const path of ['/health/live', '/health/ready'])
      expect(await forum.visit(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

onlyOn('sqlite')('the health of a forum whose database is locked', () => {
  it('is degraded from the first write that is refused until one is taken again', async () => {
    const forum = await startForum({ database: 'sqlite', env: { WRITE_PATIENCE: '50' } });
    const locker = await Locker.lock(forum.config.DATABASE_URL.replace('sqlite:', ''));
    await expect(forum.as(forum.ana).post(forum.thread, 'Is anyone there?')).rejects.toMatchObject({ status: 503 });
    expect(await forum.visit('/health/ready')).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await forum.anyone.page(forum.thread);
    await locker.unlock();
    await forum.as(forum.ana).post(forum.thread, 'Is anyone there?');
    expect(await forum.visit('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
