import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { readConfig } from '../../src/config/read-config.js';
import { readerActor } from '../../src/auth/actor.js';
import { language } from '../../src/i18n/format.js';
import { LiveCounters } from '../../src/live/live-counters.js';
import { Connection, type ReaderSocket } from '../../src/live/transport/connection.js';

/** A reader's connection, and what was written to it: an element for each write. */
function reader() {
  const writes: string[] = [];
  const socket = new PassThrough();
  socket.write = (bytes: unknown) => writes.push(String(bytes)) > 0;
  const ws = { readyState: 1, OPEN: 1 } as unknown as ReaderSocket;
  const handler = { onFrame: () => Promise.resolve(), onClosed: () => undefined };
  const config = readConfig({});
  const connection = new Connection(
    ws,
    socket,
    readerActor('192.0.2.1'),
    config,
    new LiveCounters(),
    language(),
    handler,
  );
  return { writes, say: (text: string) => connection.write(Buffer.from(text)), connection };
}

describe('what a reader who comes back is told', () => {
  it('goes out in one write and in its order, and what comes later by itself', () => {
    const { writes, say, connection } = reader();
    connection.hold();
    for (const text of ['missed ', 'following ', 'beat']) say(text);
    expect(writes).toEqual([]);
    connection.release();
    say('later');
    expect(writes).toEqual(['missed following beat', 'later']);
  });

  it('goes out in parts where it is much, and before anything waits for the reader to take it', async () => {
    const { writes, say, connection } = reader();
    connection.hold();
    for (let n = 0; n < 1_000; n += 1) say('.');
    expect(writes.join('').length).toBeGreaterThan(900);
    await connection.drained();
    expect(writes.join('')).toHaveLength(1_000);
    connection.release();
    expect(writes.join('')).toHaveLength(1_000);
  });
});
