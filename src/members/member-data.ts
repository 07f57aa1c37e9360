import { Injectable } from '@nestjs/common';
import type { Key } from '../i18n/keys.js';

type Named<Prefix extends string, K = Key> = K extends `${Prefix}${infer Name}` ? Name : never;

/** What something of a member's is called in its export; its words in every language: `export.field.NAME`. */
export type DataField = Named<'export.field.'>;
export type DataRow = { readonly [F in DataField]?: string | number | boolean | null | readonly DataRow[] };

/** Parts of an export, in its order; its words: `export.section.NAME`. */
export const DATA_SECTIONS = [
  'account',
  'credentials',
  'sessions',
  'passkeys',
  'messages',
  'votes',
  'reports',
  'sanctions',
  'notices',
  'actions',
] as const satisfies readonly Named<'export.section.'>[];
export type DataSectionName = (typeof DATA_SECTIONS)[number];

/** Some hundred rows at a time, so that nobody has all of them in memory; outside any transaction. */
export type DataPages = AsyncIterable<readonly DataRow[]>;
type ReadData = (memberId: string) => DataPages;

/**
 * Where features say what they keep of a member that the member may know, so that whoever exports it knows nothing of them. Nothing
 * of anybody else: another's message by its id, and never who decided.
 */
@Injectable()
export class MemberData {
  private readonly known = new Map<DataSectionName, ReadData>();

  add(name: DataSectionName, read: ReadData): void {
    if (this.known.has(name)) throw new Error(`Two features export ${name}`);
    this.known.set(name, read);
  }

  /** @throws Error where nobody has said how a part is read */
  pages(name: DataSectionName, memberId: string): DataPages {
    const read = this.known.get(name);
    if (!read) throw new Error(`Nobody exports ${name}`);
    return read(memberId);
  }
}

/** Rows that are read at a time. */
export const DATA_PAGE = 500;

/**
 * Page after page of a list, until one is not full.
 * @param next what comes after that row; undefined: from the beginning
 */
export async function* dataPages<Row>(
  next: (after: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after: Row | undefined; ;) {
    const rows = await next(after, DATA_PAGE);
    if (rows.length > 0) yield rows;
    if (rows.length < DATA_PAGE) return;
    after = rows.at(-1);
  }
}

/** The same in the words of an export. */
export async function* inWords<Row>(
  pages: AsyncIterable<readonly Row[]>,
  words: (row: Row) => DataRow,
): AsyncGenerator<readonly DataRow[]> {
  for await (const rows of pages) yield rows.map(words);
}
