import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessageAnswer } from '../../src/messages/messages.schema.js';
import { ask, guest, openThread, words, type Answer } from './clients.js';
import { Crowd } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { preload } from './server.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How far from the true time, in ms, one after the other. */
const JUMPS = [HOUR, -10 * MINUTE, 0, 3 * HOUR, -HOUR, 0];
const POSTS_PER_MINUTE = 3;
const WRITES_PER_MINUTE = 20;

/** People post and follow while the clock jumps: positions know nothing of it. */
async function jump(run: Run, every: number): Promise<void> {
  const server = await run.server({ nodeArgs: preload('puppet') });
  await server.start();
  const crowd = await Crowd.gather(run, server, { posters: 20, followers: 10, think: 50 });
  crowd.begin();
  for (const clock of JUMPS) {
    server.tell({ clock });
    await delay(every);
  }
  await crowd.settle(run);
  await crowd.check(run);
  run.measured('jumps of the clock', JUMPS.length);
}

/** Limits, windows and keys at a clock that was an hour ahead and is put right. */
async function wait(run: Run, broken: readonly string[] = []): Promise<void> {
  const env = {
    RATE_LIMITS: 'on',
    POSTS_PER_MINUTE: String(POSTS_PER_MINUTE),
    WRITES_PER_MINUTE: String(WRITES_PER_MINUTE),
    // A guest is new here whatever the clock says, and their votes have a limit of ten minutes.
    COOLING_OFF: '0',
  };
  const server = await run.server({ nodeArgs: preload(...broken, 'puppet'), env });
  await server.start();
  const { url } = server;
  const { id: thread } = await openThread(url);
  const { token } = await guest(url, 'Ana');
  const post = (key: string = randomUUID(), text: string = words()) =>
    ask(url, 'POST', `/threads/${thread}/messages`, { token, key, body: { text } });
  const edit = ({ id, revision }: MessageAnswer['message']) =>
    ask(url, 'PATCH', `/messages/${id}`, { token, body: { text: words(), revision } });
  const expect = (what: string, { status, body }: Answer, wanted: number) => {
    if (status !== wanted) run.found('wrong', [`${what} was answered ${status} ${JSON.stringify(body)}`]);
  };
  const retryAfter = (what: string, { headers }: Answer) =>
    run.measured(what, Number(headers.get('retry-after')), { unit: 's', least: 1, most: 60 });

  server.tell({ clock: HOUR });
  const [key, text] = [randomUUID(), words()];
  const first = await post(key, text);
  expect('A first post', first, 201);
  for (let n = 1; n < POSTS_PER_MINUTE; n += 1) expect('A post within the limit', await post(), 201);
  const tooFast = await post();
  expect('A post beyond the limit', tooFast, 429);
  retryAfter('a post has to wait', tooFast);

  server.tell({ clock: 0 });
  expect('The same post again, with the clock put right', await post(key, text), 201);
  const { message } = first.body as MessageAnswer;
  expect('An edit of what the clock says is yet to come', await edit(message), 200);
  server.tell({ clock: MINUTE });
  expect('A post a minute later', await post(), 201);

  let refused: Answer;
  do refused = await ask(url, 'PUT', `/messages/${message.id}/vote`, { token, body: { value: 'up' } });
  while (refused.status !== 429);
  server.tell({ clock: -HOUR });
  const stillRefused = await ask(url, 'PUT', `/messages/${message.id}/vote`, { token, body: { value: 'up' } });
  retryAfter('a write has to wait, whatever the clock says', stillRefused);
}

export const clockJumps: Fault = {
  id: 'F17',
  name: 'the clock jumps',
  what: 'The server’s clock is put forward and back by minutes and hours. Order, streams and keys know nothing of it, and no limit holds for longer than it says.',
  on: ['sqlite'],
  async run(run) {
    await jump(run, run.short ? 1_000 : 5_000);
    await wait(run);
  },
  controls: [
    {
      name: 'a rule of speed that believes the clock',
      shows: 'wrong',
      run: (run) => wait(run, ['believes-the-clock']),
    },
  ],
};
