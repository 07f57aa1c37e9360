import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { perform } from '../programs.js';
import { prose } from '../prose.js';
import type { Target } from './exchange.js';

/** Posts at a steady pace, however long the answers take. */
export type Talk = {
  readonly target: Target;
  readonly thread: string;
  readonly tokens: readonly string[];
  readonly perSecond: number;
  readonly messages: number;
};

perform<Talk>(async ({ target, thread, tokens, perSecond, messages }) => {
  const begun = performance.now();
  const posts: Promise<void>[] = [];
  for (let message = 0; message < messages; message += 1) {
    await delay(begun + (message * 1_000) / perSecond - performance.now());
    posts.push(post(target, thread, tokens[message % tokens.length] as string));
  }
  await Promise.all(posts);
});

let posted = 0;

async function post({ host, port }: Target, thread: string, token: string): Promise<void> {
  posted += 1;
  const key = randomUUID();
  const answer = await fetch(`http://${host}:${port}/api/v1/threads/${thread}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ text: `${prose(posted)} (${key})` }),
  });
  if (answer.status !== 201) throw new Error(`Answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
