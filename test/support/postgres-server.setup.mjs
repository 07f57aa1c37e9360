import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { startPostgres } from './postgres-server.mjs';

/**
 * Starts one PostgreSQL for the whole run, and only if a test file asks for it: over a loopback address in
 * `TEST_POSTGRES`, because test files run in processes of their own. The answer is the server's URL.
 * A `DATABASE_URL` of postgres:// in the environment names a server to use instead. `TEST_POSTGRES_TEMPLATE` is the name of
 * the database that the run's others are copied from, once a test file has made it.
 */
export default async function setup() {
  const given = process.env.DATABASE_URL;
  /** @type {Promise<{ url: string, stop: () => Promise<void> }> | undefined} */
  let running;
  const start = () =>
    given?.startsWith('postgres') ? { url: given, stop: () => dropTemplate(given) } : startPostgres();
  const desk = createServer(async (_, answer) => {
    // A connection kept for the next time may be closed from here at the very moment in which it is used again.
    answer.setHeader('connection', 'close');
    try {
      running ??= Promise.resolve(start());
      answer.end((await running).url);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`\n\x1b[41m PostgreSQL could not be started: its tests fail. \x1b[0m\n${reason}\n`);
      answer.writeHead(500).end(reason);
    }
  });
  await new Promise((resolve) => desk.listen(0, '127.0.0.1', () => resolve(undefined)));
  desk.unref();
  process.env.TEST_POSTGRES_TEMPLATE = `migrated_${randomBytes(8).toString('hex')}`;
  process.env.TEST_POSTGRES = `http://127.0.0.1:${desk.address().port}`;
  globalThis.stopPostgres = async () => {
    desk.closeAllConnections();
    desk.close();
    await (await running?.catch(() => undefined))?.stop();
  };
}

/** Of a server that stays. @param {string} url */
async function dropTemplate(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.TEST_POSTGRES_TEMPLATE}`);
  await client.end();
}
