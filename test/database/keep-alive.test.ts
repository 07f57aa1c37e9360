import { afterEach, expect, it, jest } from '@jest/globals';
import { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { readConfig } from '../../src/config/read-config.js';
import { closeDatabase, openDatabase } from '../../src/database/opening/data-source.js';
import { freshDatabase, onlyOn } from '../support/databases.js';

onlyOn('postgres')('a connection whose other end goes without a word', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is noticed by the system: it asks after ten seconds of silence, at those of the pool and of a migration', async () => {
    const { url } = await freshDatabase('postgres');
    const asked = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const connections = await openDatabase(readConfig({ DATABASE_URL: url, DATABASE_READ_URL: url }));
    for (const { driver } of [connections.write, connections.replica!]) {
      const client: PoolClient = await (driver as unknown as { master: Pool }).master.connect();
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      const [how] = asked.mock.calls.filter((_, n) => asked.mock.contexts[n] === stream);
      expect(how).toEqual([true, 10_000]);
      client.release();
    }
    await closeDatabase(connections);
    // Whoever migrates has two connections: its own, and that on which others wait for their turn.
    expect(asked.mock.calls.filter(([isOn, after]) => isOn && after === 10_000).length).toBeGreaterThanOrEqual(4);
  });
});
