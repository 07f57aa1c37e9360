import type { ServerFrame } from '../../src/live/live.schema.js';

/** Reads the text messages that a server wrote, as RFC 6455, 5.2 has them. Fails on anything else. */
export function messagesOf(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== 0x81) throw new Error(`Byte ${at} begins no whole text message`);
    let length = bytes[at + 1] ?? 0;
    let header = 2;
    if (length === 126) [length, header] = [bytes.readUInt16BE(at + 2), 4];
    else if (length === 127) [length, header] = [Number(bytes.readBigUInt64BE(at + 2)), 10];
    const end = at + header + length;
    if (end > bytes.length) throw new Error('The last message is not whole');
    messages.push(bytes.toString('utf8', at + header, end));
    at = end;
  }
  return messages;
}

export const framesOf = (bytes: Buffer): ServerFrame[] =>
  messagesOf(bytes).map((message) => JSON.parse(message) as ServerFrame);
