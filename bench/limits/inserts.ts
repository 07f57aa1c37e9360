import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { perform } from '../programs.js';
import { prose } from '../prose.js';

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
  const message = database.prepare(
    `INSERT INTO messages (id, site_id, thread_id, parent_id, depth, position, revision, decided_revision, author_id, text, html, state, visible,
       reply_count, up, down, best, hot, controversial, open_reports, reasons, created_at, edited_at)
     VALUES (?, 'default', ?, '', 0, ?, 1, 0, ?, ?, ?, 'published', 1, 0, 0, 0, 0, ?, 0, 0, '[]', ?, NULL)`,
  );
  const event = database.prepare(
    `INSERT INTO thread_events (thread_id, position, type, message_id, detail, at) VALUES (?, ?, 'message.posted', ?, ?, ?)`,
  );
  const member = database.prepare('UPDATE members SET published_count = published_count + 1 WHERE id = ?');
  const kept = database.prepare(
    'INSERT INTO idempotency_keys (owner, key, fingerprint, answer, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  return () => {
    posts += 1;
    const at = Date.now();
    const id = `${run}-0000-7000-8000-${String(posts).padStart(12, '0')}`;
    const text = `${prose(posts)} (${run}-${posts})`;
    const html = `<p>${text}</p>\n`;
    const position = advance.get(thread) as number;
    message.run(id, thread, position, author, text, html, at / 45_000_000, at);
    event.run(thread, position, id, '{"echo":"0123456789abcdef"}', at);
    member.run(author);
    kept.run(author, `${run}-${posts}`, 'f'.repeat(64), answer(id, thread, position, text, html), at);
  };
}

/** As long as the answers that the forum keeps. */
const answer = (id: string, threadId: string, position: number, text: string, html: string): string =>
  JSON.stringify({
    outcome: 'created',
    value: {
      message: {
        id,
        threadId,
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
