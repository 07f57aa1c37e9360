import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { requestBytes, sendBytes } from '../support/bytes.js';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import type { JsonSchema } from '../support/routes.js';
import { alternatives, propertiesOf, sampleOf } from '../support/samples.js';
import { addressOf, isWrite, waysInto } from '../support/ways.js';

/** A line of a header of their own, spelled as it has been taken for one. */
const LINES = [
  ...[
    '\r\nX-Forged: yes',
    '\nX-Forged: yes',
    '\rX-Forged: yes',
    '\r\n\r\n<script>forged</script>',
    '\u2028X-Forged: yes',
  ],
  ...[
    '\u560d\u560aX-Forged: yes',
    '\u0085X-Forged: yes',
    '\r\n X-Forged: yes',
    '%0d%0aX-Forged:%20yes',
    '\\r\\nX-Forged: yes',
  ],
];

describe('a line break that somebody brings along', () => {
  let forum: Forum;
  let every: EveryRoute;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    every = await EveryRoute.of(forum);
  });

  /** Every text that a body has room for, filled with what would break out of a line. */
  function filled(schema: JsonSchema, text: string): unknown {
    const body = { ...(sampleOf(schema) as Record<string, unknown>) };
    for (const [name, field] of Object.entries(propertiesOf(schema)))
      if ([field['type']].flat().includes('string') && !field['enum'] && !field['format']) body[name] = text;
    return body;
  }

  const isForged = (headers: Headers) => headers.has('x-forged') || headers.has('x-forged-too');

  it('in any text of any body begins no header of ours (row 66)', async () => {
    for (const route of every.writes)
      for (const schema of alternatives(route.body as JsonSchema))
        for (const line of LINES) {
          const { status, headers } = await every.send(route, JSON.stringify(filled(schema, `Ana${line}`)));
          expect([nameOf(route), line, status < 500, isForged(headers)]).toEqual([nameOf(route), line, true, false]);
        }
  });

  it('in an address, a query or a header begins none either (row 66)', async () => {
    for (const way of waysInto(forum).filter((one) => !isWrite(one))) {
      for (const line of LINES) {
        const escaped = encodeURIComponent(`x${line}`);
        const paths = [
          addressOf(way, {}, escaped),
          `${addressOf(way, every.ids)}?url=${escaped}&lang=${escaped}&sort=${escaped}`,
        ];
        for (const path of paths) {
          const said = [
            `X-Request-Id: ${escaped}`,
            `Accept-Language: ${escaped}`,
            `Idempotency-Key: ${escaped.slice(0, 60)}`,
          ];
          const { status, headers } = await sendBytes(forum, requestBytes(`GET ${path} HTTP/1.1`, said));
          expect([path, status < 500, isForged(headers)]).toEqual([path, true, false]);
        }
      }
    }
  });

  it('would be found if it began one (the check of the check)', async () => {
    const answer = await sendBytes(forum, requestBytes('GET /health/live HTTP/1.1', [`X-Note: ${randomUUID()}`]));
    expect(isForged(answer.headers)).toBe(false);
    expect(isForged(new Headers({ 'x-forged': 'yes' }))).toBe(true);
  });
});
