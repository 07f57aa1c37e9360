import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ERRORS } from '../../../src/errors/forum-error.js';
import { SERVER_FRAMES } from '../../../src/live/live.schema.js';
import * as members from '../../../src/members/members.schema.js';
import * as messages from '../../../src/messages/messages.schema.js';
import * as threads from '../../../src/threads/threads.schema.js';
import { startForum } from '../../support/forum.js';
import { codes, differences, rows, section, shapeOf, shapesOf, type Shape } from '../../support/protocol.js';
import { sources } from '../../support/sources.js';
import { moderation, schemaOf, Served, shapesOfZod } from './served.js';

const PROTOCOL = 'docs/protocol.md';
const protocol = readFileSync(new URL(`../../../${PROTOCOL}`, import.meta.url), 'utf8');

let served: Served;
beforeAll(async () => {
  served = await Served.of(await startForum({ database: 'sqlite', env: { DEMO: 'on' } }));
});

/** The calls as docs/protocol.md tells them. */
const calls = [...rows(section(PROTOCOL, 'Reading and posting')), ...rows(section(PROTOCOL, 'Moderating'))].map(
  ([call = '', answer = '']) => {
    const [route = '', body] = codes(call);
    const [path = '', query = ''] = route.split('?');
    const lead = /^(?:[\d or]+ )?`([^`]+)`(?:, or `([^`]+)`)?/.exec(answer);
    return {
      route: path,
      query: query === '' ? [] : [...new Set(query.replaceAll('…', '').split('&'))],
      body: body === undefined ? null : shapeOf(body),
      answers: [lead?.[1], lead?.[2]].filter((code) => code !== undefined),
      statuses: [...new Set([...(/^\d/.test(answer) ? [] : ['200']), ...(answer.match(/\b20\d\b/g) ?? [])])].toSorted(),
    };
  },
);
const [HEALTH_LIVE, HEALTH_READY] = ['GET /health/live', 'GET /health/ready'];

/** `thread` = `{…}`, wherever it stands. */
const views = Object.fromEntries(
  [...protocol.matchAll(/`(\w+)` = `(\{[^`]*\})`/g)].map(([, name = '', fields = '']) => [name, shapeOf(fields)]),
);

describe('docs/protocol.md', () => {
  it('tells of every call, and of none that there is not', () => {
    const told = [...calls.map(({ route }) => route), HEALTH_LIVE, HEALTH_READY];
    expect(told.toSorted()).toEqual(served.routes.toSorted());
    expect(codes(section(PROTOCOL, 'Pages'))).toEqual(expect.arrayContaining([HEALTH_LIVE, HEALTH_READY]));
  });

  it('tells what each call asks for', () => {
    for (const { route, query, body } of calls) {
      const { parameters = [], requestBody } = served.operation(route);
      expect([route, query]).toEqual([
        route,
        parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name),
      ]);
      const real = merged(shapesOf(schemaOf(requestBody) ?? {}, served.named));
      expect([route, differences(body ?? {}, real)]).toEqual([route, []]);
    }
  });

  it('tells what each call answers, and with which status', () => {
    for (const { route, answers, statuses } of calls) {
      const good = Object.entries(served.operation(route).responses ?? {}).filter(([status]) => status.startsWith('2'));
      expect([route, statuses]).toEqual([route, good.map(([status]) => status)]);
      for (const [, answer] of good) {
        const real = shapesOf(answer.content?.['application/json']?.schema ?? {}, served.named);
        const told = answers.map((code) => (code.startsWith('{') ? shapeOf(code) : views[code]));
        expect([route, told.length]).toEqual([route, real.length]);
        for (const [n, shape] of told.entries())
          expect([route, differences(shape ?? {}, real[n] ?? {})]).toEqual([route, []]);
      }
    }
  });

  it('tells what is inside of each answer', () => {
    const inside = { ...views, ...Object.fromEntries(nested(protocol.slice(0, protocol.indexOf('\n## Live')))) };
    const real: Record<string, z.ZodType> = {
      author: members.authorView,
      thread: threads.threadView,
      message: messages.messageView,
      sanction: moderation.sanctionView,
      article: threads.namedArticle,
      closed: threads.threadView.shape.closed,
      gone: threads.threadView.shape.gone,
      posting: threads.threadView.shape.posting,
      replies: messages.repliesView,
      place: messages.contextAnswer.shape.place,
      reasons: moderation.queueItem.shape.reasons.element,
      item: moderation.queueItem,
      reportCounts: moderation.queueItem.shape.reportCounts,
      reported: moderation.formerText,
      decision: messages.ownDecision,
      reports: moderation.reportView,
      changedThread: moderation.threadAnswer,
      threadDetails: moderation.threadDetails,
      addresses: moderation.threadDetails.shape.addresses,
      placeSettings: moderation.settingsAnswer,
    };
    expect(Object.keys(inside).toSorted()).toEqual(Object.keys(real).toSorted());
    for (const [name, schema] of Object.entries(real)) {
      const [shape = {}] = shapesOfZod(schema);
      expect([name, differences(inside[name] ?? {}, shape)]).toEqual([name, []]);
    }
    expect(protocol).toContain('`member` = `author` and `createdAt`');
    expect(Object.keys(members.memberView.shape)).toEqual([...Object.keys(members.authorView.shape), 'createdAt']);
  });

  it('names every word that a field may be', () => {
    const words = new Set<string>();
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'enum')
          (value as unknown[]).filter((word) => typeof word === 'string').forEach((word) => words.add(word));
        walk(value);
      }
    };
    walk([
      served.document.paths,
      Object.values(SERVER_FRAMES).map((schema) => z.toJSONSchema(schema, { io: 'input' })),
    ]);
    walk(served.named);
    const untold = [...words].filter((word) => !new RegExp(`[\`"]${word}[\`" ]`).test(protocol));
    expect(untold).toEqual([]);
  });

  it('has the table of errors that the code has', () => {
    const told = rows(section(PROTOCOL, 'Errors')).flatMap(([status = '', names = '']) =>
      codes(names).map((code) => [code, Number(status)]),
    );
    expect(Object.fromEntries(told)).toEqual(ERRORS);
    expect(told).toHaveLength(Object.keys(ERRORS).length);
  });

  it('names no error that nothing raises', () => {
    const raised = sources().filter(
      ({ path }) =>
        path !== 'errors/forum-error.ts' && path !== 'openapi/openapi.ts' && !path.endsWith('.controller.ts'),
    );
    const idle = Object.keys(ERRORS).filter((code) => !raised.some(({ text }) => text.includes(`'${code}'`)));
    expect(idle).toEqual([]);
  });

  it('names the rules that refuse, and the reasons to hold, as the rules name them', () => {
    const texts = sources()
      .filter(({ path }) => /^admission\/rules|^moderation\/reports/.test(path))
      .map(({ text }) => text)
      .join('\n');
    const refusing = [...texts.matchAll(/rule: '(\w+)'/g)].map(([, rule]) => rule);
    const holding = [...texts.matchAll(/code: '(\w+)'(?!, (?:details|retryAfter))/g)]
      .map(([, code]) => code)
      .filter((code) => !((code as string) in ERRORS));
    for (const rule of [...refusing, ...holding]) expect(protocol).toContain(`\`${rule}\``);
    const told = /rules: (.*?) \|/.exec(protocol)?.[1] ?? '';
    expect(new Set(codes(told.replace(/\([^)]*\)/g, '')))).toEqual(new Set(refusing));
  });
});

/** `place`: `{rootId, …}`, as the sentences of an answer tell it. */
const nested = (text: string): [string, Shape][] =>
  [...text.matchAll(/`(\w+)`: `(\[?\{[^`]*\}\]?)`/g)].map(([, name = '', fields = '']) => [name, shapeOf(fields)]);

/** Alternatives as one: what only some of them must have may be missing. */
function merged(shapes: readonly Shape[]): Shape {
  const fields = [...new Set(shapes.flatMap((shape) => Object.keys(shape).map((field) => field.replace(/\?$/, ''))))];
  return Object.fromEntries(
    fields.map((field) => [shapes.every((shape) => field in shape) ? field : `${field}?`, null]),
  );
}
