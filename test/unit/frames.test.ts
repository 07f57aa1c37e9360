import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as ws from 'ws';
import { parseFrame, wire } from '../../src/live/transport/frames.js';
import { CLIENT_FRAMES } from '../../src/live/live.schema.js';

type Receiver = NodeJS.WritableStream & {
  on(event: 'message', heard: (data: Buffer, isBinary: boolean) => void): void;
};
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Receiver };

/** What a client built on ws makes of bytes that come in such pieces. */
function received(bytes: Buffer, pieces: readonly number[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const heard: string[] = [];
    const receiver = new Receiver({ isServer: false, allowSynchronousEvents: true, maxPayload: 0 });
    receiver.on('message', (data, isBinary) => heard.push(isBinary ? '(binary)' : String(data)));
    receiver.on('error', reject);
    receiver.on('finish', () => resolve(heard));
    let at = 0;
    for (const piece of pieces) {
      receiver.write(bytes.subarray(at, at + piece));
      at += piece;
    }
    receiver.end(bytes.subarray(at));
  });
}

describe('a text on the wire', () => {
  it('arrives as it was, one message each, however the bytes are cut on the way', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => text.toWellFormed()),
      // Around the lengths at which the header changes its form.
      fc
        .constantFrom(0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 200_000)
        .map((length) => 'é'.repeat(length / 2) + 'a'.repeat(length % 2)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts, { maxLength: 5 }),
        fc.array(fc.nat(5_000), { maxLength: 12 }),
        async (said, pieces) => {
          expect(await received(Buffer.concat(said.map(wire)), pieces)).toEqual(said);
        },
      ),
    );
  });
});

describe('what a reader sends', () => {
  it.each([
    [{ event: 'authenticate', data: { token: 'a' } }],
    [{ event: 'follow', data: { thread: 't' } }],
    [{ event: 'follow', data: { thread: 't', after: 7, epoch: 'e' } }],
    [{ event: 'follow', data: { queue: '*' } }],
    [{ event: 'unfollow', data: { thread: 't' } }],
    [{ event: 'unfollow', data: { queue: 'default' } }],
    [{ event: 'typing', data: { thread: 't' } }],
    [{ event: 'typing', data: { thread: 't', parentId: 'm1' } }],
    [{ event: 'typing', data: { thread: 't', parentId: null } }],
  ])('is understood: %j', (frame) => {
    expect(parseFrame(Buffer.from(JSON.stringify(frame)), false)).toEqual({ frame });
  });

  it('is a frame that there is, or refused, whatever bytes come', () => {
    const names = fc.oneof(
      fc.constantFrom(...Object.keys(CLIENT_FRAMES), '__proto__', 'constructor', 'toString'),
      fc.string(),
    );
    const alike = fc.record({ event: fc.oneof(names, fc.jsonValue()), data: fc.jsonValue() }, { requiredKeys: [] });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      alike.map((said) => Buffer.from(JSON.stringify(said))),
    );
    fc.assert(
      fc.property(bytes, fc.boolean(), (bytes, isBinary) => {
        const heard = parseFrame(bytes, isBinary);
        const known = 'frame' in heard ? heard.frame.event : heard.event;
        expect([undefined, ...Object.keys(CLIENT_FRAMES)]).toContain(known);
        expect('refused' in heard ? heard.refused.code : 'invalid_request').toBe('invalid_request');
      }),
      { numRuns: 3_000 },
    );
  });
});
