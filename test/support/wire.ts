import type { ServerFrame } from '../../src/live/live.schema.js';

const WHOLE_TEXT = 0x81;
/** With RSV1 (RFC 7692, 6). */
const PACKED_TEXT = 0xc1;

/** Reads the text messages that a server wrote, as RFC 6455, 5.2 has them. Fails on anything else, and on packed ones unless it is told how to unpack. */
export function messagesOf(bytes: Buffer, unpack?: (payload: Buffer) => Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const packed = unpack !== undefined && bytes[at] === PACKED_TEXT;
    if (bytes[at] !== WHOLE_TEXT && !packed) throw new Error(`Byte ${at} begins no whole text message`);
    let length = bytes[at + 1] ?? 0;
    let header = 2;
    if (length === 126) [length, header] = [bytes.readUInt16BE(at + 2), 4];
    else if (length === 127) [length, header] = [Number(bytes.readBigUInt64BE(at + 2)), 10];
    const end = at + header + length;
    if (end > bytes.length) throw new Error('The last message is not whole');
    const payload = bytes.subarray(at + header, end);
    messages.push(String(packed ? unpack(payload) : payload));
    at = end;
  }
  return messages;
}

export const framesOf = (bytes: Buffer): ServerFrame[] =>
  messagesOf(bytes).map((message) => JSON.parse(message) as ServerFrame);

/** The code of the close frame among what a server sent, where there is one. */
export function closeCodeIn(told: Buffer): number | undefined {
  for (let at = 0; at + 2 <= told.length;) {
    const short = (told[at + 1] ?? 0) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126 ? short : short === 126 ? told.readUInt16BE(at + 2) : Number(told.readBigUInt64BE(at + 2));
    if (((told[at] ?? 0) & 0x0f) === 8 && length >= 2) return told.readUInt16BE(at + header);
    at += header + length;
  }
  return undefined;
}
