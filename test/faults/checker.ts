import { RECOUNTS } from '../../src/database/backup/recounts.js';
import type { MessageView, PageAnswer } from '../../src/messages/messages.schema.js';
import { askUntilServed } from './clients.js';
import type { Run } from './fault.js';
import type { Follower } from './followers.js';
import type { Journal } from './journal.js';
import { outOfOrder, type Placed } from './order.js';
import { inStore } from './store.js';

/** The database by itself: sound (I3), and its counters right (I4). */
export function checkDatabase(run: Run, url: string): Promise<void> {
  return inStore(url, async (store) => {
    run.found('corrupt', await store.soundness());
    for (const [counter, sql] of Object.entries(RECOUNTS)) {
      const wrong = await store.all<{ id: string }>(sql);
      run.found(
        'miscounted',
        wrong.map(({ id }) => `${counter} of ${id}`),
      );
    }
  });
}

/** Only that it is sound: quick enough for after every kill. */
export async function checkSoundness(run: Run, url: string): Promise<void> {
  run.found('corrupt', await inStore(url, (store) => store.soundness()));
}

/** What clients were told, against what is stored: each acknowledged post (I1) once (I2), under the id that was answered. */
export async function checkJournal(run: Run, url: string, journal: Journal): Promise<void> {
  type Stored = { readonly id: string; readonly text: string };
  const stored = await inStore(url, (store) => store.all<Stored>('SELECT id, text FROM messages'));
  const idsOf = new Map<string, string[]>();
  for (const { id, text } of stored) idsOf.set(text, [...(idsOf.get(text) ?? []), id]);
  const lost = journal.acknowledged.filter(({ id, text }) => !idsOf.get(text)?.includes(id));
  const twice = [...idsOf].filter(([, ids]) => ids.length > 1).map(([text, ids]) => `${ids.join(' and ')}: ${text}`);
  const lostLines = lost.map(({ key, id }) => `${key}, answered as ${id}`);
  const refused = journal.refused.map(({ key, status }) => `${key} was refused with ${status}`);
  run.found('lost', lostLines);
  run.found('twice', twice);
  run.found('wrong', refused);
}

/** Positions against the order in which clients were told: of one thread's journal. */
export function checkOrder(run: Run, journal: Journal): void {
  const placed = journal.acknowledged.filter((entry): entry is typeof entry & Placed => entry.position !== null);
  run.found('gap', outOfOrder(placed));
}

/** What readers see: every acknowledged message on the thread's pages, once. */
export async function checkPages(run: Run, url: string, thread: string, journal: Journal): Promise<void> {
  const seen = new Map<string, number>();
  for await (const { id } of readAll(url, thread)) seen.set(id, (seen.get(id) ?? 0) + 1);
  const missing = journal.acknowledged.filter(({ id }) => !seen.has(id)).map(({ id }) => `${id} is on no page`);
  const repeated = [...seen].filter(([, times]) => times > 1).map(([id, n]) => `${id} is on the pages ${n} times`);
  run.found('lost', missing);
  run.found('twice', repeated);
}

/** Followers' streams against the log (I5): the same message at the same position, nothing missing up to the end. */
export async function checkStreams(
  run: Run,
  url: string,
  thread: string,
  followers: readonly Follower[],
): Promise<void> {
  type Logged = { readonly position: number | string; readonly id: string };
  const posted = `SELECT position, message_id AS id FROM thread_events WHERE thread_id = '${thread}' AND type = 'message.posted'`;
  const log = await inStore(url, (store) => store.all<Logged>(posted));
  for (const [index, { told, flaws, resets, from }] of followers.entries()) {
    // PostgreSQL sends its bigint as text.
    const untold = log.filter(({ position, id }) => Number(position) > from && told.get(Number(position)) !== id);
    const lines = untold.map(
      ({ position, id }) => `${id} at ${position} was ${told.get(Number(position)) ?? 'untold'}`,
    );
    if (resets > 0) lines.push(`was reset ${resets} times`);
    run.found(
      'gap',
      [...flaws, ...lines].map((line) => `follower ${index}: ${line}`),
    );
  }
}

async function* readAll(url: string, thread: string, parent?: string, from?: string): AsyncGenerator<MessageView> {
  let cursor = from;
  do {
    const asked = new URLSearchParams({
      ...(cursor === undefined ? { sort: 'oldest' } : { cursor }),
      ...(parent === undefined ? {} : { parent }),
      limit: '100',
    });
    const { status, body } = await askUntilServed(url, 'GET', `/threads/${thread}/messages?${asked}`);
    if (status !== 200) throw new Error(`A page was answered ${status}: ${JSON.stringify(body)}`);
    const page = body as PageAnswer;
    for (const message of page.messages) yield* branch(url, thread, message);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function* branch(url: string, thread: string, message: MessageView): AsyncGenerator<MessageView> {
  yield message;
  for (const reply of message.replies?.messages ?? []) yield* branch(url, thread, reply);
  if (message.replies?.next) yield* readAll(url, thread, message.id, message.replies.next);
}
