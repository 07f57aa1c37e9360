import type { MessageView } from '../../src/messages/messages.schema.js';
import type { Forum } from '../support/forum.js';
import { until } from '../support/until.js';

/** A newcomer's link waits for a moderator. */
export async function held(forum: Forum, name: string, words: string): Promise<MessageView> {
  const newcomer = await forum.guest(name);
  return forum.as(newcomer).post(forum.thread, `${words} https://${name.toLowerCase()}.example/`);
}

/** A newcomer's message that Ana has reported. */
export async function reported(forum: Forum, name: string, words: string): Promise<MessageView> {
  const message = await forum.as(await forum.guest(name)).post(forum.thread, words);
  await forum.as(forum.ana).report(message, 'abuse', 'To my neighbour');
  return message;
}

/** As a moderator is told. */
export async function stateOf(forum: Forum, { id }: MessageView): Promise<string> {
  return (await forum.as(forum.mia).read({ id })).state;
}

export async function becomes(forum: Forum, message: MessageView, state: string): Promise<void> {
  await until(`the message ${state}`, async () => (await stateOf(forum, message)) === state);
}
