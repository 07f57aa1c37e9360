import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Figure, Measurement, Scale } from '../figure.js';
import { Forum } from '../forum.js';
import type { Same } from '../limits/http.js';
import type { Target } from '../load/exchange.js';
import type { Reads, ReadsDone } from '../load/reads.js';
import { Program } from '../programs.js';
import { interleave, paired } from '../statistics.js';

/** So many that the server always has a next one waiting: then it is what is measured, and not the load. */
const CONNECTIONS = 128;
/** What node:http writes into every head by itself. */
const OWN = ['date', 'connection', 'keep-alive'];
/** Remark42 read a page of 100 comments (99.5 KB) so many times a second: issue 3. */
const REMARK42 = 18_400;

type Variant = { readonly name: string; readonly headers: Readonly<Record<string, string>>; readonly expect: number };

/** The first page of a busy thread (50 roots and their replies, 100 messages), as plain bytes, compressed, and not at all. */
export const pageRead: Measurement = {
  name: 'page.read',
  async measure(scale) {
    const forum = await Forum.start({ messages: 1_000, members: 100 });
    const load = await Program.start<Reads>('load/reads.ts', 'load');
    try {
      const path = `/api/v1/threads/${forum.seeded.thread}/messages`;
      const { etag } = (await answerOf(forum.target, path, {})).headers;
      const variants: Variant[] = [
        { name: 'page.read', headers: {}, expect: 200 },
        { name: 'page.read.gzip', headers: { 'accept-encoding': 'gzip' }, expect: 200 },
        { name: 'page.read.br', headers: { 'accept-encoding': 'br' }, expect: 200 },
        { name: 'page.read.304', headers: { 'if-none-match': etag ?? '' }, expect: 304 },
      ];
      const figures: Figure[] = [];
      for (const variant of variants) figures.push(await measureOne({ forum, load, path, variant, scale }));
      return figures;
    } finally {
      await load.stop();
      await forum.end();
    }
  },
};

type One = {
  readonly forum: Forum;
  readonly load: Program<Reads>;
  readonly path: string;
  readonly variant: Variant;
  readonly scale: Scale;
};

async function measureOne({ forum, load, path, variant, scale }: One): Promise<Figure> {
  // The first may have to be made; what is sent again and again is the second.
  await answerOf(forum.target, path, variant.headers);
  const answer = await answerOf(forum.target, path, variant.headers);
  const bare = await Program.start<Same>('limits/http.ts', 'subject');
  try {
    const port = await bare.ask<number>({ status: answer.status, headers: answer.headers, body: answer.body });
    const read = (target: Target) =>
      load.ask<ReadsDone>({ ...variant, target, path, connections: CONNECTIONS, seconds: scale.seconds / 2 });
    // Compiled code on both sides before anything counts.
    await read(forum.target);
    await read({ host: '127.0.0.1', port });
    const pairs = await interleave(
      scale.pairs,
      () => read(forum.target),
      () => read({ host: '127.0.0.1', port }),
    );
    const { value, limit, ratio } = paired(
      pairs.map(({ subject, limit }) => ({ subject: subject.perSecond, limit: limit.perSecond })),
    );
    const [{ subject, limit: same } = { subject: { bytes: 0 }, limit: { bytes: 0 } }] = pairs;
    if (Math.abs(subject.bytes - same.bytes) > 8)
      throw new Error(`The limit sends ${same.bytes} bytes where the forum sends ${subject.bytes}`);
    return {
      name: variant.name,
      value,
      unit: 'answers/s',
      better: 'higher',
      limit,
      ratio,
      ...(variant.name === 'page.read' ? { peer: REMARK42 } : {}),
      note: `${Math.round(subject.bytes)} bytes an answer, ${answer.headers['content-encoding'] ?? 'identity'}`,
    };
  } finally {
    await bare.stop();
  }
}

/** One answer with its head, for the limit to give again. */
async function answerOf(
  target: Target,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const asked = request({ ...target, path, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const body = (await buffer(answer)).toString('base64');
  const kept: Record<string, string> = {};
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] as string;
    if (!OWN.includes(name.toLowerCase())) kept[name.toLowerCase()] = answer.rawHeaders[at + 1] as string;
  }
  return { status: answer.statusCode ?? 0, headers: kept, body };
}
