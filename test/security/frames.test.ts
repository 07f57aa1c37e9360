import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { CLOSE_TIMEOUT } from '../../src/live/live.adapter.js';
import { corpus } from '../support/corpus.js';
import { Heartbeat } from '../../src/live/transport/heartbeat.js';
import { startForum, type Forum } from '../support/forum.js';
import { closeCode, knock, maskedFrame } from '../support/knock.js';
import { until } from '../support/until.js';

const TEXT = 1;
const PING = 9;

describe('what comes over a socket', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { FRAMES_PER_10_SECONDS: '5000' } });
  });

  /** Everyone is answered, with an error, and the socket goes on being of use. */
  async function answered(frames: readonly (string | Buffer)[]): Promise<(string | undefined)[]> {
    const reader = await forum.connect();
    for (const frame of frames) reader.sendRaw(frame);
    await until('an answer to each', () => reader.frames.length === frames.length);
    for (const frame of reader.frames)
      expect(frame).toMatchObject({ event: 'error', data: { code: 'invalid_request' } });
    reader.send({ event: 'follow', data: { thread: forum.thread.id } });
    await reader.frame('following');
    await reader.close();
    return reader.frames.slice(0, frames.length).map((frame) => (frame.event === 'error' ? frame.data.for : undefined));
  }

  it.each<[string, string[]]>([
    ['is no JSON', ['', '{', '\uFEFF{}', '{"event":"follow"', 'follow', "{'event':'follow'}"]],
    ['is no object', ['null', 'true', '0', '""', '[]', '[[]]', '{}', '{"data":{"thread":"x"}}']],
    [
      'has an event that is no string',
      ['null', '1', '[]', '["follow"]', '{}', '{"follow":1}', 'true'].map(
        (event) => `{"event":${event},"data":{"thread":"x"}}`,
      ),
    ],
    [
      'has an event that there is not',
      ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'message', 'close', '', 'Follow', 'follow '].map(
        (event) => JSON.stringify({ event, data: {} }),
      ),
    ],
    [
      'hides something',
      [
        '{"__proto__":{"event":"follow"},"data":{}}',
        '{"event":{"toString":"follow"},"data":{}}',
        '{"event":"follow","data":{"thread":"x","__proto__":{"after":1}}}',
      ],
    ],
    [
      'holds what no database keeps',
      ['"\\u0000"', '"x\\ud800"', '"\\udc00x"'].map((id) => `{"event":"follow","data":{"thread":${id}}}`),
    ],
    [
      'is nested deeply',
      [
        '['.repeat(8_000) + ']'.repeat(8_000),
        `{"event":${'['.repeat(7_000)}${']'.repeat(7_000)}}`,
        `{"event":"follow","data":${'{"a":'.repeat(2_500)}1${'}'.repeat(2_500)}}`,
      ],
    ],
  ])('is answered where it %s', async (_, frames) => {
    const named = await answered(frames);
    expect(named.filter((event) => event !== undefined && event !== 'follow')).toEqual([]);
  });

  it('names the event and the thread that were refused, whatever else the frame holds', async () => {
    const reader = await forum.connect();
    const more = [
      '"after":"\\u0000"',
      '"epoch":"\\ud800"',
      '"__proto__":{"after":1}',
      '"constructor":{"prototype":{}}',
    ];
    for (const one of more) {
      reader.sendRaw(`{"event":"follow","data":{"thread":"here",${one}}}`);
      expect(await reader.frame('error')).toMatchObject({ code: 'invalid_request', for: 'follow', thread: 'here' });
    }
    reader.sendRaw('{"event":"follow","data":{"thread":"\\u0000"}}');
    const { for: event, thread } = await reader.frame('error');
    expect([event, thread]).toEqual(['follow', undefined]);
    await reader.close();
  });

  it('is answered by name where the data is wrong', async () => {
    const named = await answered([
      ...[
        'null',
        '[]',
        '{}',
        '{"thread":1}',
        '{"thread":""}',
        '{"thread":"x","queue":"y"}',
        '{"thread":"x","more":1}',
      ].map((data) => `{"event":"follow","data":${data}}`),
      '{"event":"follow","data":{"thread":"x","after":-1}}',
      '{"event":"follow","data":{"thread":"x","after":1.5}}',
      '{"event":"follow","data":{"thread":"x","after":1e400}}',
      '{"event":"follow","data":{"thread":"x","after":"1"}}',
      `{"event":"follow","data":{"thread":"${'x'.repeat(65)}"}}`,
      '{"event":"follow","data":{"thread":"x"},"more":1}',
    ]);
    expect(new Set(named)).toEqual(new Set(['follow']));
    expect(await answered(['{"event":"authenticate","data":{"token":["x"]}}'])).toEqual(['authenticate']);
    expect(await answered(['{"event":"typing","data":{"thread":"x","parentId":{}}}'])).toEqual(['typing']);
    expect(await answered(['{"event":"unfollow"}'])).toEqual(['unfollow']);
  });

  it('is answered where it is binary', async () => {
    await answered([
      Buffer.from('{"event":"follow","data":{"thread":"x"}}'),
      Buffer.alloc(0),
      Buffer.alloc(16_000, 255),
    ]);
  });

  it('is answered for every odd JSON there is (row 19)', async () => {
    const inputs = corpus<{ encoding: string }>('json').map(({ input }) => Buffer.from(input, 'base64'));
    const bare = inputs.filter((input) => input.length < 16_000 && isUtf8(input)).map(String);
    await answered(bare);
    await answered(bare.filter((text) => text.length < 15_000).map((text) => `{"event":"follow","data":${text}}`));
    await answered(bare.filter((text) => text.length < 15_000).map((text) => `{"event":${text},"data":{}}`));
  });

  it('is answered whatever it is', async () => {
    const frame = fc.oneof(
      fc.json(),
      fc.record({ event: fc.anything(), data: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
      fc
        .record({ event: fc.constantFrom('authenticate', 'unfollow', 'typing', 'follow'), data: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
    );
    const frames = fc.sample(frame, { numRuns: 1500, seed: 1 });
    const reader = await forum.connect();
    for (const text of frames) reader.sendRaw(text);
    await until('an answer to each', () => reader.frames.length === frames.length);
    expect(new Set(reader.frames.map(({ event }) => event))).toEqual(new Set(['error']));
  });

  it('closes with 1007 on text that is not UTF-8, and takes text that is', async () => {
    for (const { input, valid, id } of corpus<{ valid: boolean }>('utf8frames')) {
      const { socket, close } = await bare();
      socket.write(maskedFrame(TEXT, Buffer.from(input, 'hex')));
      if (!valid) expect([id, await close]).toEqual([id, 1007]);
      else expect([id, (await firstFrame(socket)).includes('invalid_request')]).toEqual([id, true]);
      socket.destroy();
    }
  });

  it('closes with 1009 on a frame of 17 KiB, whole or in pieces (row 25)', async () => {
    const reader = await forum.connect();
    reader.sendRaw('x'.repeat(17 * 1024));
    expect(await reader.end()).toMatchObject({ code: 1009 });
    const { socket, close } = await bare();
    for (let piece = 0; piece < 3; piece += 1)
      socket.write(maskedFrame(piece === 0 ? TEXT : 0, Buffer.alloc(8_000, 97), false));
    expect(await close).toBe(1009);
  });

  it('closes on thousands of pieces, on bytes that are no frame and on frames without a mask (rows 20 and 23)', async () => {
    const pieces = await bare();
    pieces.socket.write(maskedFrame(TEXT, Buffer.from('a'), false));
    for (let n = 0; n < 5_000; n += 1) pieces.socket.write(maskedFrame(0, Buffer.from('a'), false));
    expect(await pieces.close).toBe(1008);
    const noise = await bare();
    noise.socket.write(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    expect(await noise.close).toBe(1002);
    const unmasked = await bare();
    unmasked.socket.write(Buffer.from([0x81, 1, 97]));
    expect(await unmasked.close).toBe(1002);
  });

  it('closes on what is packed though nobody agreed to that (row 84)', async () => {
    const { headers, socket } = await knock(forum, { origin: forum.config.PUBLIC_URL.origin });
    expect(headers['sec-websocket-extensions']).toBeUndefined();
    socket.write(Buffer.concat([Buffer.from([0xc1, 0x81, 0, 0, 0, 0]), Buffer.from([0])]));
    expect(await closeCode(socket)).toBe(1002);
  });

  it('is worked off in the order in which it came', async () => {
    const { mia } = forum;
    const reader = await forum.connect();
    reader.send({ event: 'authenticate', data: { token: mia.token } });
    reader.send({ event: 'follow', data: { queue: 'default' } });
    reader.send({ event: 'follow', data: { thread: forum.thread.id, after: 0 } });
    reader.send({ event: 'unfollow', data: { thread: forum.thread.id } });
    reader.send({ event: 'typing', data: { thread: forum.thread.id } });
    reader.sendRaw('?');
    await until('five answers', () => reader.frames.length === 5);
    expect(reader.frames.map(({ event }) => event)).toEqual([
      'authenticated',
      'following',
      'following',
      'error',
      'error',
    ]);
  });

  /** A socket of bare bytes. */
  async function bare() {
    const { status, socket } = await knock(forum, { origin: forum.config.PUBLIC_URL.origin });
    expect(status).toBe(101);
    return { socket, close: closeCode(socket) };
  }

  describe('too often', () => {
    let strict: Forum;
    beforeAll(async () => {
      strict = await startForum({ database: 'sqlite', env: { FRAMES_PER_10_SECONDS: '50' } });
    });

    it('closes with 1008, after an answer to each that was within the limit', async () => {
      const reader = await strict.connect();
      for (let n = 0; n < 50; n += 1) reader.sendRaw('?');
      await until('50 answers', () => reader.frames.length >= 50 || reader.closed !== undefined);
      expect([reader.frames.length, reader.closed]).toEqual([50, undefined]);
      reader.sendRaw('?');
      expect(await reader.end()).toMatchObject({ code: 1008 });
    });

    it('counts no answer to a ping of the forum’s own', async () => {
      const reader = await strict.connect();
      const heartbeat = strict.service(Heartbeat);
      for (let n = 0; n < 49; n += 1) reader.sendRaw('?');
      await until('49 answers', () => reader.frames.length === 49);
      // A whole round of it.
      for (let n = 0; n < 600; n += 1) heartbeat.step(performance.now());
      await until('a sign of life', () => reader.beats.length > 0);
      reader.sendRaw('?');
      await until('the 50th answer', () => reader.frames.length === 50 || reader.closed !== undefined);
      expect([reader.frames.length, reader.closed]).toEqual([50, undefined]);
    });

    it('closes on pings as well, and on pings whose answers are never read (row 24)', async () => {
      const reader = await strict.connect();
      for (let n = 0; n < 60; n += 1) reader.socket.ping();
      expect(await reader.end()).toMatchObject({ code: 1008 });

      const { socket } = await knock(strict, { origin: strict.config.PUBLIC_URL.origin });
      socket.pause();
      socket.on('error', () => undefined);
      const gone = new Promise((resolve) => socket.once('close', resolve));
      const flood = Buffer.concat(Array.from({ length: 1_000 }, () => maskedFrame(PING, Buffer.alloc(125))));
      for (let n = 0; n < 100 && !socket.destroyed; n += 1) socket.write(flood);
      socket.resume();
      await gone;
    });

    it('is gone soon though who sends it never says goodbye, and is read no more meanwhile', async () => {
      const { socket } = await knock(strict, { origin: strict.config.PUBLIC_URL.origin });
      let said = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => (said = Buffer.concat([said, bytes])));
      const gone = new Promise((resolve) => socket.once('close', resolve));
      socket.write(Buffer.concat(Array.from({ length: 51 }, () => maskedFrame(TEXT, Buffer.from('?')))));
      await until('a close frame that says 1008', () => said.includes(Buffer.from([0x88, 2, 0x03, 0xf0])));
      // Left to itself, `ws` would wait for its goodbye.
      const late = once(AbortSignal.timeout(CLOSE_TIMEOUT), 'abort').then(() => 'late');
      let taken = false;
      socket.once('drain', () => (taken = true)).write(Buffer.alloc(50 << 20, maskedFrame(TEXT, Buffer.from('?'))));
      expect(await Promise.race([gone.then(() => 'gone'), late])).toBe('gone');
      expect(taken).toBe(false);
    });
  });
});

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(String(bytes)).equals(bytes);

function firstFrame(socket: import('node:net').Socket): Promise<string> {
  return new Promise((resolve) => socket.once('data', (bytes: Buffer) => resolve(String(bytes))));
}
