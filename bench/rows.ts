import type Database from 'better-sqlite3';
import { scoresOf } from '../src/messages/scores.js';

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Writes rows of one table that all name the same columns, in the same order. */
export function into(database: Database.Database, table: string): (row: Row) => void {
  let insert: Database.Statement<Value[]> | undefined;
  return (row) => {
    const columns = Object.keys(row);
    insert ??= database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    insert.run(...Object.values(row));
  };
}

export type Said = {
  readonly id: string;
  readonly thread: string;
  readonly position: number;
  readonly author: string;
  readonly text: string;
  /** A fingerprint of the text: 16 hexadecimal digits. */
  readonly words: string;
  readonly at: number;
  readonly parent?: string;
  readonly depth?: number;
  readonly replies?: number;
  readonly up?: number;
  readonly down?: number;
};

/** A published message on site `default`, as the table has it. */
export function messageRow(said: Said): Row {
  const { id, thread, position, author, text, words, at, parent = '', depth = 0, replies = 0, up = 0, down = 0 } = said;
  return {
    id,
    site_id: 'default',
    thread_id: thread,
    parent_id: parent,
    depth,
    position,
    revision: 1,
    decided_revision: 0,
    author_id: author,
    text,
    words,
    html: htmlOf(text),
    state: 'published',
    visible: 1,
    reply_count: replies,
    up,
    down,
    ...scoresOf(up, down, at),
    open_reports: 0,
    reasons: '[]',
    created_at: at,
    edited_at: null,
  };
}

/** The event that tells of it. */
export const postedRow = ({ id, thread, position, at }: Said, detail: string): Row => ({
  thread_id: thread,
  position,
  type: 'message.posted',
  message_id: id,
  detail,
  at,
});

/** What the forum would have rendered, as far as `prose` goes. */
const htmlOf = (text: string): string =>
  text
    .split('\n\n')
    .map((paragraph) => {
      const marked = paragraph
        .replaceAll(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
        .replaceAll(/\*(.+?)\*/g, '<em>$1</em>');
      return marked.startsWith('> ')
        ? `<blockquote>\n<p>${marked.slice(2)}</p>\n</blockquote>\n`
        : `<p>${marked}</p>\n`;
    })
    .join('');
