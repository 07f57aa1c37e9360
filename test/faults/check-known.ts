import type { Bustle } from './bustle.js';
import type { Run } from './fault.js';
import type { Known } from './known.js';
import { inStore } from './store.js';

type Row = { readonly id: string; readonly text: string; readonly state: string; readonly revision: number };
type Vote = { readonly message: string; readonly member: string; readonly value: number };
type Report = { readonly message: string; readonly member: string };

const VALUE = { up: 1, down: -1, none: 0 } as const;

/** What everyone was told that they had done, against what is stored; and what was undone, against everything. */
export async function checkKnown(run: Run, database: string, bustle: Bustle, seen: ReadonlySet<string>): Promise<void> {
  const { rows, votes, reports } = await inStore(database, async (store) => ({
    rows: await store.all<Row>('SELECT id, text, state, revision FROM messages'),
    votes: await store.all<Vote>('SELECT message_id AS message, member_id AS member, value FROM votes'),
    reports: await store.all<Report>('SELECT message_id AS message, member_id AS member FROM reports'),
  }));
  const stored = new Map(rows.map((row) => [row.id, row]));
  const cast = new Map(votes.map(({ message, member, value }) => [`${message} ${member}`, value]));
  const reported = new Set(reports.map(({ message, member }) => `${message} ${member}`));
  for (const [id, known] of bustle.known) {
    checkMessage(run, known, stored.get(id));
    const wrong = [...known.votes].filter(([member, value]) => (cast.get(`${id} ${member}`) ?? 0) !== VALUE[value]);
    run.found(
      'lost',
      wrong.map(([member, value]) => `The vote “${value}” of ${member} on ${id}`),
    );
    const unreported = [...known.reporters].filter((member) => !reported.has(`${id} ${member}`));
    run.found(
      'lost',
      unreported.map((member) => `The report of ${member} on ${id}`),
    );
  }
  const undone = rows.filter(({ text }) => bustle.undone.has(text)).map(({ id }) => `${id} was refused`);
  const unknown = rows.filter(({ id }) => !bustle.known.has(id)).map(({ id }) => `Nobody was told of ${id}`);
  const dreamt = [...seen].filter((id) => !stored.has(id)).map((id) => `${id} was seen and never was`);
  run.found('undone', [...undone, ...unknown, ...dreamt]);
}

function checkMessage(run: Run, { latest, told, deleted }: Known, row: Row | undefined): void {
  if (!row) return run.found('lost', [`${latest.id} is not there`]);
  const overwritten = [...told.values()].filter((answers) => answers.length > 1);
  run.found(
    'twice',
    overwritten.map(([first]) => `Revision ${first?.revision} of ${latest.id} was answered twice`),
  );
  if (deleted && row.state !== 'deleted') run.found('lost', [`${latest.id} was deleted and is ${row.state}`]);
  if (row.revision < latest.revision) run.found('lost', [`Revision ${latest.revision} of ${latest.id}`]);
  if (row.revision > latest.revision) run.found('undone', [`Nobody was told of revision ${row.revision} of ${row.id}`]);
  if (!deleted && row.revision === latest.revision && row.text !== latest.text)
    run.found('lost', [`The text of revision ${latest.revision} of ${latest.id}`]);
}
