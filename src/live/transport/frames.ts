import type { RawData } from 'ws';
import { invalidRequest } from '../../errors/error-body.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { isKeepable, NotTaken, readJson } from '../../text/json.js';
import { pack } from './packing.js';
import type { TopicFrames } from '../topics/topic.js';
import { CLIENT_FRAMES, type ClientEvent, type ClientFrame, type ServerFrame } from '../live.schema.js';

/** What a frame is about, where it names it. */
export type Subject = {
  readonly thread?: string;
  readonly queue?: string;
  readonly inbox?: true;
  readonly counts?: true;
};

/** What a reader sent: a frame, or why it is none; `event` where it named one that there is. */
export type ParsedFrame =
  | { readonly frame: ClientFrame }
  | { readonly refused: ForumError; readonly event?: ClientEvent; readonly about?: Subject };

/** Events in one frame at most, and characters of them after which the next frame begins. */
const EVENTS_PER_FRAME = 100;
const FRAME_LENGTH = 262_144;

/** First byte of a whole text message: FIN and opcode 1 (RFC 6455, 5.2); packed, with RSV1 (RFC 7692, 6). */
const WHOLE_TEXT = 0x81;
const PACKED_TEXT = 0xc1;
/** A ping without payload (RFC 6455, 5.5.2). */
export const PING = Buffer.from([0x89, 0x00]);
/** Characters from which a message is worth packing. */
const WORTH_IT = 256;

/**
 * A text message as it goes over the wire, header and payload in one buffer. Made once and written to any number of
 * sockets: `ws.send` would make a header for each of them and hand the kernel two pieces instead of one.
 */
export function wire(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = framed(WHOLE_TEXT, length);
  frame.write(text, frame.length - length);
  return frame;
}

/** The same for readers that unpack. */
export function packedWire(text: string): Buffer {
  if (text.length < WORTH_IT) return wire(text);
  const payload = pack(text);
  const frame = framed(PACKED_TEXT, payload.length);
  payload.copy(frame, frame.length - payload.length);
  return frame;
}

/** A frame's header, and room behind it for so many bytes. */
function framed(first: number, length: number): Buffer {
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = first;
  if (header === 2) frame[1] = length;
  if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  }
  if (header === 10) {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}

export const encode = (frame: ServerFrame): Buffer => wire(JSON.stringify(frame));

/** Frames for followers of a thread: many events in a message. */
export const threadFrames = (threadId: string): TopicFrames => ({
  events: (events) => eventMessages({ thread: threadId }, events),
  reset: ({ position, epoch }) => encode({ event: 'reset', data: { thread: threadId, position, epoch } }),
});

/** Frames for followers of a site’s queue: a message an event. */
export const queueFrames = (siteId: string): TopicFrames => ({
  events: (events) => events.map((event) => `{"event":"queue","data":${event}}`),
  reset: ({ position, epoch }) => encode({ event: 'reset', data: { queue: siteId, position, epoch } }),
});

/** Frames of what is a member’s own: as for followers of a thread. */
export const inboxFrames: TopicFrames = {
  events: (events) => eventMessages({ inbox: true }, events),
  reset: ({ position, epoch }) => encode({ event: 'reset', data: { inbox: true, position, epoch } }),
};

function eventMessages(topic: { thread: string } | { inbox: true }, events: readonly string[]): string[] {
  const messages: string[] = [];
  const about = JSON.stringify(topic).slice(0, -1);
  let chunk: string[] = [];
  let length = 0;
  const finish = () => {
    messages.push(`{"event":"events","data":${about},"events":[${chunk.join(',')}]}}`);
    chunk = [];
    length = 0;
  };
  for (const event of events) {
    if (chunk.length === EVENTS_PER_FRAME || (chunk.length > 0 && length + event.length > FRAME_LENGTH)) finish();
    chunk.push(event);
    length += event.length;
  }
  if (chunk.length > 0) finish();
  return messages;
}

/** Reads what came over a socket. Nothing that a stranger can send makes it throw. */
export function parseFrame(data: RawData, isBinary: boolean): ParsedFrame {
  if (isBinary) return wrong('', 'must be a text message');
  const text = String(data);
  let said: unknown;
  try {
    said = readJson(text);
  } catch (error) {
    return { ...wrong('', error instanceof NotTaken ? error.message : 'must be JSON'), ...namedIn(text) };
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return wrong('', 'must be {"event", "data"}');
  const { event, data: content, ...more } = said as Readonly<Record<string, unknown>>;
  if (typeof event !== 'string' || !isClientEvent(event)) return wrong('event', 'must be one that there is');
  if (Object.keys(more).length > 0) return { ...wrong('', 'must have event and data and nothing else'), event };
  const parsed = CLIENT_FRAMES[event].safeParse(content);
  if (!parsed.success)
    return { refused: invalidRequest(parsed.error.issues, content), event, about: subjectOf(content) };
  return { frame: { event, data: parsed.data } as ClientFrame };
}

/** What JSON that was not taken names all the same, so that whoever sent it knows which of its frames that was. */
function namedIn(text: string): { readonly event?: ClientEvent; readonly about?: Subject } {
  try {
    const said = JSON.parse(text) as { readonly event?: unknown; readonly data?: unknown } | null;
    const event = said?.event;
    return typeof event === 'string' && isClientEvent(event) ? { event, about: subjectOf(said?.data) } : {};
  } catch {
    return {};
  }
}

/** Longest name that is said back. */
const NAME_LENGTH = 64;

/** What the data of a frame names, valid or not. */
export function subjectOf(data: unknown): Subject {
  if (typeof data !== 'object' || data === null) return {};
  const { thread, queue, inbox, counts } = data as Readonly<Record<string, unknown>>;
  const isName = (name: unknown): name is string =>
    typeof name === 'string' && name.length <= NAME_LENGTH && isKeepable(name);
  return {
    ...(isName(thread) ? { thread } : {}),
    ...(isName(queue) ? { queue } : {}),
    ...(inbox === true ? { inbox } : {}),
    ...(counts === undefined ? {} : { counts: true }),
  };
}

const isClientEvent = (event: string): event is ClientEvent => Object.hasOwn(CLIENT_FRAMES, event);

const wrong = (path: string, message: string) => ({
  refused: new ForumError(
    'invalid_request',
    [{ path, message }],
    say('refused.frame', { what: `${path || 'it'} ${message}` }),
  ),
});
