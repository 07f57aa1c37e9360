import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundError } from './outbound-error.js';

/** How much is read, and whether the rest is left (a page says at its beginning what is looked for) or is too much. */
export type Most = { readonly bytes: number; readonly beyond: 'left' | 'refused' };

/** The body of an answer, unpacked. @throws OutboundError too_large, not_a_page for a packing that is none of ours */
export async function readBody(answer: IncomingMessage, most: Most, signal: AbortSignal): Promise<Buffer> {
  const stream = unpacked(answer);
  const stop = () => void answer.destroy(new Error('It took too long'));
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  let left = most.bytes;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (chunk.length > left && most.beyond === 'refused')
        throw new OutboundError('too_large', `More than ${most.bytes} bytes`);
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0 && most.beyond === 'left') break;
    }
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener('abort', stop);
    answer.destroy();
  }
}

/** Packed bytes are unpacked as they come, so that a small answer cannot become a large one before it is counted. */
function unpacked(answer: IncomingMessage): Readable {
  const coding = (answer.headers['content-encoding'] ?? 'identity').toLowerCase().trim();
  const unpack =
    coding === 'gzip' || coding === 'x-gzip'
      ? createGunzip()
      : coding === 'deflate'
        ? createInflate()
        : coding === 'br'
          ? createBrotliDecompress()
          : null;
  if (!unpack && coding !== 'identity') throw new OutboundError('not_a_page', `Packed as ${coding}`);
  if (!unpack) return answer;
  answer.on('error', (error) => unpack.destroy(error));
  return answer.pipe(unpack);
}
