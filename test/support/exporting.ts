import { exportView, type ExportView } from '../../src/identity/exports/exports.schema.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import type { Forum } from './forum.js';
import type { Person } from './person.js';
import { unzip } from './unzip.js';
import { until } from './until.js';

export const askForExport = (forum: Forum, who: Person, language = 'en'): Promise<ExportView> =>
  forum.as(who).get(exportView, 'POST', `/me/export?lang=${language}`);

export const exportOf = (forum: Forum, who: Person, { id }: Pick<ExportView, 'id'>): Promise<ExportView> =>
  forum.as(who).get(exportView, 'GET', `/me/exports/${id}`);

/** As it is when nobody works on it any more. */
export async function madeExport(forum: Forum, who: Person, asked: Pick<ExportView, 'id'>): Promise<ExportView> {
  await forum.service(Jobs).runDue();
  await until('the export is made', async () => (await exportOf(forum, who, asked)).state !== 'waiting');
  return exportOf(forum, who, asked);
}

/** The link leads to the host that the forum is told it has; a test's listens on another of the same machine. */
export const fetchFrom = (forum: Forum, url: string): Promise<Response> => {
  const { pathname, search } = new URL(url);
  return fetch(forum.url + pathname + search);
};

/** The files in the archive that a link leads to. */
export async function filesAt(forum: Forum, url: string): Promise<Map<string, string>> {
  const answer = await fetchFrom(forum, url);
  if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status} ${await answer.text()}`);
  return unzip(Buffer.from(await answer.arrayBuffer()));
}

/** All that somebody's export has, asked for now. */
export async function exported(forum: Forum, who: Person, language = 'en'): Promise<Map<string, string>> {
  const made = await madeExport(forum, who, await askForExport(forum, who, language));
  if (made.url === undefined) throw new Error(`The export is ${made.state}: ${made.failure}`);
  return filesAt(forum, made.url);
}

/** The rows of one of its parts. */
export const partOf = (files: ReadonlyMap<string, string>, name: string): Record<string, unknown>[] =>
  JSON.parse(files.get(`${name}.json`) ?? '') as Record<string, unknown>[];

/** What waits behind it goes on once it is opened. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return { opened, open: () => open() };
}
