import { expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { ENTITIES } from '../../src/database/entities.js';
import { ThreadEventRow } from '../../src/events/thread-event.entity.js';
import type { Tx } from '../../src/database/transactions.js';
import type { MessageRow } from '../../src/messages/message.row.js';
import type { MessagePart } from '../../src/messages/parts/message-part.js';
import { MessageParts } from '../../src/messages/parts/message-parts.js';
import { PartTablesRepository } from '../../src/messages/parts/part-tables.repository.js';
import { startForum } from '../support/forum.js';

const partsOf = (...parts: MessagePart[]): MessageParts => {
  const all = new MessageParts();
  parts.forEach((part) => all.add(part));
  return all;
};

/** A third part, as one would be added. */
const pins = { name: 'pins', tables: [{ table: 'pins', words: true, thread: true }] } as const;
const reactions = { name: 'reactions', tables: [{ table: 'reactions' }] } as const;

it('every table that tells of a message is a part’s, so that it goes with the message', async () => {
  const forum = await startForum({ database: 'sqlite' });
  const parts = forum.service(MessageParts);
  const storage = getMetadataArgsStorage();
  // The log of a thread is the thread’s, holds no words, and goes with it.
  const telling = ENTITIES.filter((entity) => entity !== ThreadEventRow)
    .filter((entity) => storage.filterColumns(entity).some(({ options }) => options.name === 'message_id'))
    .map((entity) => storage.tables.find(({ target }) => target === entity)?.name);
  expect(parts.tables.map(({ table }) => table).toSorted()).toEqual(telling.toSorted());
});

it('a part that is there already, or has a table of another’s, is not taken', () => {
  const parts = partsOf(pins);
  expect(() => parts.add({ name: 'pins', tables: [] })).toThrow('pins');
  expect(() => parts.add({ name: 'badges', tables: [{ table: 'pins' }] })).toThrow('badges');
  expect(parts.tables).toHaveLength(1);
});

it('all parts are asked before a text is written anew, and for what is one’s own', async () => {
  const asked: string[] = [];
  const part = (name: string): MessagePart => ({
    name,
    tables: [],
    rewriting: async (_tx, { id }) => void asked.push(`${name} ${id}`),
    mine: async (threadId, memberId) => ({ [name]: `${threadId} ${memberId}` }),
  });
  const parts = partsOf(part('a'), pins, part('b'));
  await parts.rewriting({} as Tx, { id: 'm' } as MessageRow);
  expect(asked).toEqual(['a m', 'b m']);
  expect(await parts.mine('t', 'ana')).toEqual({ a: 't ana', b: 't ana' });
});

it('a third part’s rows go with words, follow a thread, and go with the message', async () => {
  const said: string[] = [];
  const tx = { query: async (sql: string) => (said.push(sql.replace(/\s+/g, ' ')), []) } as unknown as Tx;
  const tables = new PartTablesRepository(partsOf(pins, reactions));
  await tables.forgetWords(tx, 'm');
  await tables.followTo(tx, 't');
  await tables.removeAll(tx, 'SELECT 1', []);
  expect(said).toEqual([
    'DELETE FROM pins WHERE message_id = $1',
    'UPDATE pins SET thread_id = $1 WHERE thread_id <> $1 AND message_id IN (SELECT id FROM messages WHERE thread_id = $1)',
    'DELETE FROM pins WHERE message_id IN (SELECT 1)',
    'DELETE FROM reactions WHERE message_id IN (SELECT 1)',
  ]);
});
