import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import { packedWire, wire } from '../../src/live/transport/frames.js';
import { frameOf } from '../reading.js';

/** Bytes of bodies as a browser gets them that says it takes gzip and brotli. */
export const bytes: Measurement = {
  name: 'bytes',
  async measure() {
    const forum = await Forum.start({ messages: 50, members: 100 });
    try {
      const article = encodeURIComponent('http://localhost/articles/0');
      const page = await get(forum, `/embed?site=default&url=${article}`);
      const assets = [...page.text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css)[^"]*)"/g)].map(
        (match) => match[1] ?? '',
      );
      const loaded = await Promise.all([...new Set(assets)].map((path) => get(forum, path)));
      const sum = (ending: string) =>
        loaded.filter(({ path }) => path.includes(ending)).reduce((all, { bytes }) => all + bytes, 0);
      const loader = await get(forum, '/embed.js');
      const parts = { loader: loader.bytes, html: page.bytes, css: sum('.css'), js: sum('.js') };
      const each = { unit: 'bytes', better: 'lower' } as const;
      const frame = await frameOf(forum.target, forum.seeded.thread);
      return [
        {
          name: 'bytes',
          ...each,
          value: Object.values(parts).reduce((all, one) => all + one),
          note: `50 messages: ${Object.entries(parts)
            .map(([part, bytes]) => `${part} ${bytes}`)
            .join(', ')}`,
        },
        { name: 'bytes.live', ...each, value: wire(frame).length, note: 'a frame with one more message' },
        { name: 'bytes.live.packed', ...each, value: packedWire(frame).length, note: 'the same where many follow' },
      ] satisfies Figure[];
    } finally {
      await forum.end();
    }
  },
};

type Got = { readonly path: string; readonly bytes: number; readonly text: string };

async function get({ target }: Forum, path: string): Promise<Got> {
  const [answer] = (await once(
    request({ ...target, path, headers: { 'accept-encoding': 'gzip, br' } }).end(),
    'response',
  )) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode}`);
  const body = await buffer(answer);
  const encoding = answer.headers['content-encoding'];
  const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
  return { path, bytes: body.length, text: plain.toString() };
}
