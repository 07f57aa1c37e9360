import type { ThreadView } from '../src/threads/threads.schema.js';
import type { Target } from './load/exchange.js';

export async function read<T>({ host, port }: Target, path: string): Promise<T> {
  const answer = await fetch(`http://${host}:${port}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const threadAt = (target: Target, thread: string): Promise<ThreadView> => read(target, `/threads/${thread}`);

/** An `events` frame of one event, as the forum would send it. */
export async function frameOf(target: Target, thread: string): Promise<string> {
  const { position } = await threadAt(target, thread);
  const { events } = await read<{ events: unknown[] }>(target, `/threads/${thread}/events?after=${position - 1}`);
  return JSON.stringify({ event: 'events', data: { thread, events } });
}
