import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { fuzz, type World } from '../fuzz/fuzz.js';
import { peopleOf } from '../fuzz/people.js';
import { startForum, type Forum } from '../support/forum.js';
import { routesOf } from '../support/routes.js';

/** `npm run test:fuzz` drives a million. */
const CASES = 4_000;
/** Another one each run would be a test that fails once in a while: that is for the long form. */
const SEED = 11;

describe('whatever comes over HTTP or a socket', () => {
  let forum: Forum;
  let world: World;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  beforeAll(async () => {
    forum = await startForum({
      database: 'sqlite',
      env: { FRAMES_PER_10_SECONDS: '100000', SOCKETS_PER_ADDRESS: '10000' },
    });
    const routes = (await routesOf(forum)).filter(({ path }) => path.startsWith('/api/v1/'));
    const { mia, olga } = forum;
    world = { url: forum.url, routes, people: () => peopleOf(forum.url, mia.token, olga.token) };
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
    jest.restoreAllMocks();
  });

  it('is answered, and never by an error that nobody has foreseen (rows 18, 19 and 29)', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { cases, failures, answers } = await fuzz(world, { cases: CASES, seed: SEED });
    expect({ cases, failures, unhandled, logged: logged.mock.calls }).toEqual({
      cases: CASES,
      failures: [],
      unhandled: [],
      logged: [],
    });
    // It was no wall of refusals: much was granted, and frames were heard.
    const granted = [...answers]
      .filter(([status]) => status.startsWith('2'))
      .reduce((sum, [, times]) => sum + times, 0);
    expect(granted).toBeGreaterThan(CASES / 20);
    expect(answers.get('frame')).toBeGreaterThanOrEqual(500);
    expect((await forum.visit('/health/ready')).status).toBe(200);
  }, 180_000);

  it('would be found where it is not answered so (the check of the check)', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { ThreadsService } = await import('../../src/threads/threads.service.js');
    forum.service(ThreadsService).get = () => Promise.reject(new TypeError('nobody has foreseen this'));
    const { failures } = await fuzz(world, { cases: 500, seed: SEED, most: 1 });
    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0]).toMatch(/^seed 11, case \d+: 500 [\s\S]*GET \/(api\/v1\/)?threads\//);
  });
});
