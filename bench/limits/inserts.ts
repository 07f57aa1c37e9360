import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { perform } from '../programs.js';
import { prose } from '../prose.js';
import { into, messageRow, postedRow, type Said } from '../rows.js';

/** Writes posts straight into a forum's tables, so many in one transaction, for so long. */
export type Inserts = {
  readonly file: string;
  readonly thread: string;
  readonly author: string;
  readonly together: number;
  readonly seconds: number;
};

let posts = 0;

/** The rows of one post, as the forum writes them: message, event, kept answer, and the counters of thread and member. */
perform<Inserts>(({ file, thread, author, together, seconds }) => {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const run = randomBytes(6).toString('hex');
  const write = poster(database, thread, author, run);
  const batch = database.transaction(() => {
    for (let post = 0; post < together; post += 1) write();
  });
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < seconds * 1_000) {
    batch.immediate();
    done += together;
  }
  const perSecond = (done / (performance.now() - begun)) * 1_000;
  database.close();
  return perSecond;
});

function poster(database: Database.Database, thread: string, author: string, run: string): () => void {
  const advance = database
    .prepare(
      'UPDATE threads SET position = position + 1, message_count = message_count + 1 WHERE id = ? RETURNING position',
    )
    .pluck();
  const member = database.prepare('UPDATE members SET published_count = published_count + 1 WHERE id = ?');
  const message = into(database, 'messages');
  const event = into(database, 'thread_events');
  const kept = into(database, 'idempotency_keys');
  return () => {
    posts += 1;
    const said: Said = {
      id: `${run}-0000-7000-8000-${String(posts).padStart(12, '0')}`,
      thread,
      position: advance.get(thread) as number,
      author,
      text: `${prose(posts)} (${run}-${posts})`,
      words: posts.toString(16).padStart(16, '0'),
      at: Date.now(),
    };
    const row = messageRow(said);
    message(row);
    event(postedRow(said, '{"echo":"0123456789abcdef"}'));
    member.run(author);
    kept({
      owner: author,
      key: `${run}-${posts}`,
      fingerprint: 'f'.repeat(64),
      answer: answer(said, String(row['html'])),
      created_at: said.at,
    });
  };
}

/** As long as the answers that the forum keeps. */
const answer = ({ id, thread, position, text }: Said, html: string): string =>
  JSON.stringify({
    outcome: 'created',
    value: {
      message: {
        id,
        threadId: thread,
        parentId: null,
        depth: 0,
        position,
        revision: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
        replyCount: 0,
        author: { id, name: 'Reader 1', role: 'guest', badges: [] },
        html,
        text,
        state: 'published',
        editedAt: null,
        votes: { up: 0, down: 0 },
      },
    },
  });
