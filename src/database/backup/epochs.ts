import { getMetadataArgsStorage } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { MIGRATIONS } from '../migrations/index.js';
import type { Tx } from '../transactions.js';

const { tables, columns } = getMetadataArgsStorage();
const ours = tables.filter(({ target }) => ENTITIES.some((entity) => entity === target));

/** The forum's tables by name. */
export const TABLES: readonly string[] = ours.flatMap(({ name }) => (name === undefined ? [] : [name]));

/** Tables of topics: each row is a history of its own, and its `epoch` says which. */
const TOPICS = ours.flatMap(({ name, target }) =>
  name !== undefined && columns.some((column) => column.target === target && column.propertyName === 'epoch')
    ? [name]
    : [],
);

const RANDOM = {
  sqlite: `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6)))`,
  postgres: 'gen_random_uuid()::text',
} as const;

/** Positions are given again from where a backup ends: whoever followed the history that is gone must not take the new one for it. */
export async function renewEpochs(tx: Tx): Promise<void> {
  for (const table of TOPICS) await tx.query(`UPDATE ${table} SET epoch = ${RANDOM[tx.dialect]}`);
}

const NAMES: ReadonlySet<string> = new Set(MIGRATIONS.map((Migration) => new Migration().name));

/** Migrations that this version does not know. */
export const unknownOf = (migrations: readonly string[]): string[] => migrations.filter((name) => !NAMES.has(name));
