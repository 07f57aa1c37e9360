import { checkDatabase, checkJournal, checkPages } from './checker.js';
import { freshKeys, guest, openThread, Poster, words, type Manner } from './clients.js';
import { times } from './times.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { Journal } from './journal.js';
import { Proxy, withoutAnswer, withoutWaiting } from './proxy.js';
import { preload } from './server.js';
import { inStore } from './store.js';

const SHORT = 300;
const FULL = 1_000;
const POSTERS = 20;

/** Each post loses its first answer, and every second one another; the last try goes straight to the forum. */
async function lose(run: Run, manner: Manner = {}, nodeArgs: readonly string[] = []): Promise<void> {
  const posts = run.short ? SHORT : FULL;
  const server = await run.server({ nodeArgs });
  await server.start();
  const unanswered = await Proxy.before(server.port, withoutAnswer);
  const hasty = await Proxy.before(server.port, withoutWaiting);
  run.afterwards(() => [unanswered, hasty].forEach((proxy) => proxy.close()));
  const journal = new Journal();
  const urlOf: Manner['urlOf'] = ({ key, tries }) => {
    if (tries === 1) return unanswered.url;
    const again = Number.parseInt(key, 16) % 2 === 0;
    return tries === 2 && again ? hasty.url : server.url;
  };
  const { id: thread } = await openThread(server.url);
  const guests = await Promise.all(times(POSTERS, (n) => guest(server.url, `Poster ${n}`)));
  await Promise.all(
    guests.map(async (one) => {
      const poster = new Poster(server.url, one, journal, { urlOf, ...manner });
      for (let n = 0; n < posts / POSTERS; n += 1) await poster.post({ thread, text: words() });
    }),
  );
  await checkDatabase(run, server.database);
  await checkJournal(run, server.database, journal);
  await checkPages(run, server.url, thread, journal);
  const [stored] = await inStore(server.database, (store) =>
    store.all<{ n: number }>('SELECT count(*) AS n FROM messages'),
  );
  run.measured('posts', journal.entries.length);
  run.measured('answers lost', unanswered.cuts + hasty.cuts, { least: posts });
  run.measured('messages', stored?.n ?? 0, { least: posts, most: posts });
}

export const losingAnswers: Fault = {
  id: 'F26',
  name: 'the answer is lost on its way',
  what: 'A proxy cuts the connection after the request was sent: before the answer, or without waiting for one. Clients send the same key again.',
  on: BOTH,
  inShort: BOTH,
  run: (run) => lose(run),
  controls: [
    {
      name: 'clients that take a new key for each try',
      shows: 'twice',
      run: (run) => lose(run, freshKeys, preload('repeats-allowed')),
    },
  ],
};
