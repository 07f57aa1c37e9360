import { describe, expect, it } from '@jest/globals';
import { importsOf, sources, type Source } from '../support/sources.js';

const all = sources();
const byPath = new Map(all.map((source) => [source.path, source]));

/** `admission/rules/length.ts` stands in `admission`, `main.ts` in `top`. */
const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : 'top');
const isOurs = (path: string): boolean => byPath.has(path);
const is = (kind: string, { path }: { readonly path: string }) => path.endsWith(`.${kind}.ts`);

/** Files that break a rule, each with what breaks it: empty where all is well. */
const breaking = (rule: (source: Source) => readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(all.flatMap((source) => (rule(source).length > 0 ? [[source.path, rule(source)]] : [])));

/**
 * Which folder may import which: ARCHITECTURE's arrows, and docs/decisions/0005-arrows.md. From the ground up; no line
 * names what stands below it.
 */
const GROUND = ['text', 'i18n', 'errors', 'config'];
const WRITES = [...GROUND, 'redis', 'events', 'database'];
const HOUSE = [...WRITES, 'jobs', 'audit', 'auth', 'openapi', 'http'];
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  // What is said to people, in their languages.
  i18n: [],
  errors: ['i18n'],
  // What a setting must be is said in the language of whoever set it.
  config: ['i18n'],
  redis: GROUND,
  // What happened is told after commit, and what is told is kept: these two know each other.
  events: [...GROUND, 'redis', 'database'],
  database: [...GROUND, 'events'],
  // What staff did is written down in the transaction of whatever feature it was.
  audit: WRITES,
  // That somebody gave one another chance is written down.
  jobs: [...WRITES, 'audit'],
  auth: WRITES,
  // What routes say of themselves, and the document that is made of it.
  openapi: [...GROUND, 'auth'],
  http: [...WRITES, 'auth', 'openapi'],
  // What can be set; where: the rooms that ask.
  settings: HOUSE,
  sites: [...HOUSE, 'settings'],
  members: HOUSE,
  // Ways in end in a member and a session of it.
  identity: [...HOUSE, 'outbound', 'settings', 'sites', 'members'],
  // Asks no table: it only fetches pages, for whoever needs one.
  outbound: GROUND,
  threads: [...HOUSE, 'outbound', 'settings', 'sites'],
  // Whether what somebody wrote is published: asked by whoever takes it in.
  admission: [...HOUSE, 'settings', 'sites', 'members', 'threads'],
  messages: [...HOUSE, 'settings', 'sites', 'members', 'threads', 'admission'],
  // What messages have beside what they say; messages know of them by what they tell MessageParts.
  'message-parts': [...HOUSE, 'settings', 'sites', 'members', 'threads', 'messages'],
  // Shows why messages were held, and what they said before.
  moderation: [...HOUSE, 'settings', 'sites', 'members', 'threads', 'admission', 'messages', 'message-parts'],
  live: [...HOUSE, 'settings', 'sites', 'members', 'threads', 'messages', 'moderation'],
  // Whoever has no JavaScript waits in a line for what others calculate; an account's page is made with the ways in.
  web: [
    ...HOUSE,
    'settings',
    'sites',
    'members',
    'identity',
    'threads',
    'admission',
    'messages',
    'message-parts',
    'moderation',
  ],
  ops: [...HOUSE, 'settings', 'sites', 'members', 'admission', 'messages', 'live'],
  commands: [...HOUSE, 'settings', 'sites', 'members', 'identity', 'threads', 'messages', 'moderation', 'web'],
  top: [
    ...HOUSE,
    'settings',
    'sites',
    'members',
    'identity',
    'threads',
    'messages',
    'message-parts',
    'moderation',
    'live',
    'web',
    'ops',
    'commands',
  ],
};

describe('the arrows', () => {
  it('are drawn for every folder that there is, and for no other', () => {
    expect([...new Set(all.map(({ path }) => folderOf(path)))].toSorted()).toEqual(Object.keys(ARROWS).toSorted());
  });

  it('are those of the design', () => {
    expect(
      breaking(({ path, imports }) =>
        imports
          .filter(({ to }) => isOurs(to) && folderOf(to) !== folderOf(path))
          // Schemas are the shared vocabulary: anybody may speak it.
          .filter(({ to }) => !to.endsWith('.schema.ts'))
          // A table refers to the tables that its foreign keys lead to, and one file names them all.
          .filter(
            ({ to }) => !(to.endsWith('.entity.ts') && (is('entity', { path }) || path === 'database/entities.ts')),
          )
          .filter(({ to }) => !ARROWS[folderOf(path)]?.includes(folderOf(to)))
          .map(({ to }) => to),
      ),
    ).toEqual({});
  });

  it('run in no circle', () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, above: readonly string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
      if (done.has(path) || above.includes(path)) return;
      for (const { to, typeOnly } of byPath.get(path)?.imports ?? [])
        if (!typeOnly && isOurs(to)) walk(to, [...above, path]);
      done.add(path);
    };
    for (const { path } of all) walk(path, []);
    expect(circles).toEqual([]);
  });

  it('lead to files that there are', () => {
    expect(
      breaking(({ imports }) => imports.map(({ to }) => to).filter((to) => to.endsWith('.js') && !to.startsWith('@'))),
    ).toEqual({});
  });

  it('lead from nowhere to what starts the forum, but from one start to the next', () => {
    const starts = ['main.ts', 'start.ts', 'cli.ts', 'health.ts', 'app.ts', 'app.module.ts'];
    expect(
      breaking(({ path, imports }) =>
        starts.includes(path) ? [] : imports.map(({ to }) => to).filter((to) => starts.includes(to)),
      ),
    ).toEqual({});
  });

  it('bring nothing of the server into a browser', () => {
    const reached = new Set<string>();
    const walk = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { to, typeOnly } of byPath.get(path)?.imports ?? []) if (!typeOnly) walk(to);
    };
    for (const entry of ['web/forum/main.tsx', 'web/console/main.tsx', 'web/loader/embed.ts']) walk(entry);
    const ours = [...reached].filter(isOurs);
    expect(ours.length).toBeGreaterThan(50);
    // What a text is, both sides say with the same words; of the languages a browser gets what puts sentences together.
    expect(ours.filter((path) => !/^(text|i18n\/format|web\/(forum|console|live|loader|ui))\b/.test(path))).toEqual([]);
    expect([...reached].filter((to) => !isOurs(to) && !/^preact(\/|$)|\.css$/.test(to))).toEqual([]);
  });
});

describe('each kind of file', () => {
  const WIRE = /^(fastify|@fastify\/|@nestjs\/(platform|websockets)|ws$|node:(http|https|net|tls)$)/;

  it('of decisions, queries, rules and views knows neither HTTP nor sockets', () => {
    const innards = (source: Source) =>
      ['service', 'repository', 'fact', 'entity', 'view', 'row', 'schema'].some((kind) => is(kind, source)) ||
      /^(admission\/rules|events|text)\//.test(source.path);
    expect(
      breaking((source) => (innards(source) ? source.imports.map(({ to }) => to).filter((to) => WIRE.test(to)) : [])),
    ).toEqual({});
  });

  it('of routes and frames asks services, and nothing that only they may touch', () => {
    const doors = (source: Source) =>
      is('controller', source) || is('gateway', source) || source.path.endsWith('.controller.tsx');
    const inside = /\.(repository|entity|row)\.ts$|^database\/(transactions|reads|sql)\.ts$|event-bus\.ts$/;
    expect(
      breaking((source) =>
        doors(source)
          ? source.imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ to }) => (inside.test(to) ? [to] : []))
          : [],
      ),
    ).toEqual({});
  });

  it('of words is made of words', () => {
    expect(
      breaking((source) =>
        is('schema', source)
          ? source.imports.map(({ to }) => to).filter((to) => to !== 'zod' && !to.endsWith('.schema.ts'))
          : [],
      ),
    ).toEqual({});
  });

  it('of tables has columns and nothing that TypeORM would do behind our back', () => {
    expect(
      breaking((source) =>
        is('entity', source)
          ? source.imports.map(({ to }) => to).filter((to) => isOurs(to) && !/\.(entity|schema)\.ts$/.test(to))
          : [],
      ),
    ).toEqual({});
    expect(
      breaking((source) =>
        is('entity', source)
          ? [...source.text.matchAll(/eager:|lazy:|cascade|@(One|Many)To|^ {2}\w+\(/gm)].map(String)
          : [],
      ),
    ).toEqual({});
    expect(breaking(({ text }) => [...text.matchAll(/synchronize: true|\.save\(|\.remove\(tx/g)].map(String))).toEqual(
      {},
    );
  });

  it('that opens a transaction is a service', () => {
    const openers = ['database/transactions.ts', 'database/writes/idempotency.ts'];
    const may = (source: Source) =>
      is('service', source) ||
      is('module', source) ||
      source.path.startsWith('database/') ||
      // The demo's only service, and what asks how many wait and lets old keys go.
      ['web/demo/demo.seed.ts', 'http/load-shedding/load-shedder.ts', 'ops/metrics.ts', 'ops/housekeeping.ts'].includes(
        source.path,
      );
    const opens = ({ text }: Source) => /\b(Transactions|IdempotentWrites)\b/.test(text);
    expect(
      breaking((source) =>
        may(source) || !opens(source)
          ? []
          : source.imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ to }) => (openers.includes(to) ? [to] : [])),
      ),
    ).toEqual({});
  });

  it('but repositories has no SQL', () => {
    const sql = /\b(SELECT\s[\w("*]|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX))/;
    const may = (source: Source) =>
      is('repository', source) ||
      // One question of many drafts each.
      is('fact', source) ||
      source.path.startsWith('database/') ||
      // The columns that every query of messages answers.
      source.path === 'messages/message.row.ts';
    expect(breaking((source) => (may(source) ? [] : (sql.exec(source.text) ?? []).slice(0, 1)))).toEqual({});
  });

  it('but config reads no environment, and only what is started hands it over', () => {
    const may = ['start.ts', 'cli.ts', 'health.ts'];
    expect(
      breaking(({ path, text }) =>
        may.includes(path) ? [] : [...text.matchAll(/process\.env|import\.meta\.env/g)].map(String),
      ),
    ).toEqual({});
    for (const path of may) expect(byPath.get(path)?.text.match(/process\.env/g)).toHaveLength(1);
    for (const path of may) expect(byPath.get(path)?.text).toContain('environmentOf(process.cwd(), process.env)');
  });

  it('on the server has its time from the clock', () => {
    const browser = /^web\/(forum|console|live|loader|ui)\//;
    expect(
      breaking(({ path, text }) =>
        // What publishers are shown, to be run by them.
        browser.test(path) || ['config/clock.ts', 'identity/ways/sso/snippets.ts'].includes(path)
          ? []
          : [...text.matchAll(/Date\.now\(|new Date\(\)/g)].map(String),
      ),
    ).toEqual({});
  });
});

describe('the house has', () => {
  it('no barrels: what is imported is named where it is', () => {
    const barrels = (source: Source) =>
      // What a browser loads as one file on its first use has an entry that says what is in it.
      is('chunk', source) ? [] : [...source.text.matchAll(/^export\s+(\*|\{[^}]*\})[^;]*?\sfrom\s/gm)].map(String);
    expect(breaking(barrels)).toEqual({});
  });

  it('no drawer for what has no place', () => {
    expect(
      all
        .map(({ path }) => path)
        .filter((path) => /(^|[/.-])(common|utils?|helpers?|shared|misc|lib|core)([/.-]|$)/.test(path)),
    ).toEqual([]);
  });

  it('no circles of providers, and none that is made for each request', () => {
    expect(
      breaking(({ text }) => [...text.matchAll(/forwardRef|Scope\.(REQUEST|TRANSIENT)|ModuleRef/g)].map(String)),
    ).toEqual({});
  });

  it('shutdown hooks in one place', () => {
    expect(all.filter(({ text }) => text.includes('enableShutdownHooks(')).map(({ path }) => path)).toEqual([
      'start.ts',
    ]);
  });
});

describe('what is read of an import line', () => {
  it.each([
    ["import { a } from './a.js';", { to: './a.js', typeOnly: false }],
    ["import type { A } from './a.js';", { to: './a.js', typeOnly: true }],
    ["import { type A, type B } from './a.js';", { to: './a.js', typeOnly: true }],
    ["import { a, type A } from './a.js';", { to: './a.js', typeOnly: false }],
    ["import {\n  a,\n  type B,\n} from './a.js';", { to: './a.js', typeOnly: false }],
    ["import type {\n  A,\n} from './a.js';", { to: './a.js', typeOnly: true }],
    ["import a, { b } from 'a';", { to: 'a', typeOnly: false }],
    ["import './a.css';", { to: './a.css', typeOnly: false }],
    ["export { a } from './a.js';", { to: './a.js', typeOnly: false }],
    ["const a = await import('./a.js');", { to: './a.js', typeOnly: false }],
  ])('%s', (line, read) => {
    expect(importsOf(line)).toEqual([read]);
  });
});
