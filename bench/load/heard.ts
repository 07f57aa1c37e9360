import { constants, inflateRawSync } from 'node:zlib';

/** An `events` frame: positions of its first and last event, and the times that they carry, in ms since 1970. */
export type Told = { readonly first: number; readonly last: number; readonly at: readonly number[] };

/** What tells of no event: that it follows, over how many ms it is to spread its return, or what is of no interest. */
type Else = { readonly following: number } | { readonly spread: number } | 'else';

type Frame = {
  readonly event: string;
  readonly data: {
    readonly code?: string;
    readonly position?: number;
    readonly spread?: number;
    readonly events?: readonly { readonly position: number; readonly at: string }[];
  };
};

/** Room for lateness of 0 to 60 s, in ms. */
const LONGEST = 60_000;

/** Bytes at each end by which a packed frame is known again; its middle is what its ends say. */
const SAMPLE = 32;
/** What a packed message leaves out (RFC 7692, 7.2.1). */
const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** What all followers of a thread heard. The same frame goes to all of them, so it is parsed for the first and known to the rest. */
export class Heard {
  events = 0;
  frames = 0;
  /** How many events came so many ms after the time that they carry. */
  private late = new Uint32Array(LONGEST + 1);
  private known = new Map<number, Told>();
  private unpacked = new Map<string, Told | 'else'>();
  private readonly prefix: string;

  constructor(thread: string) {
    this.prefix = `{"event":"events","data":{"thread":"${thread}","events":[{"position":`;
  }

  read(bytes: Buffer, start: number, end: number): Told | Else {
    // `{"event":"signal"`: of no interest, and there are as many of them as followers.
    if (bytes[start + 10] === 0x73) return 'else';
    const first = this.firstPosition(bytes, start);
    // Two frames that begin with the same event and have the same length are the same frame.
    const key = first * 67_108_864 + (end - start);
    const known = first >= 0 ? this.known.get(key) : undefined;
    if (known) return known;
    const { event, data } = JSON.parse(bytes.toString('utf8', start, end)) as Frame;
    if (event === 'following') return { following: data.position ?? -1 };
    if (event === 'beat') return { spread: data.spread ?? 0 };
    if (event !== 'events' || !data.events) throw new Error(`Unexpected: ${bytes.toString('utf8', start, end)}`);
    const positions = data.events.map(({ position }) => position);
    const told: Told = {
      first: positions[0] ?? -1,
      last: positions.at(-1) ?? -1,
      at: data.events.map(({ at }) => Date.parse(at)),
    };
    if (this.known.size > 10_000) this.known.clear();
    if (first >= 0) this.known.set(key, told);
    return told;
  }

  /** The same bytes go to all followers: two frames of the same length, beginning and end are the same frame. */
  readPacked(bytes: Buffer, start: number, end: number): Told | Else {
    const key = `${end - start} ${bytes.toString('latin1', start, start + SAMPLE)}${bytes.toString('latin1', end - SAMPLE, end)}`;
    const known = this.unpacked.get(key);
    if (known) return known;
    const packed = Buffer.concat([bytes.subarray(start, end), TAIL]);
    const text = inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
    const told = this.read(text, 0, text.length);
    if (this.unpacked.size > 10_000) this.unpacked.clear();
    if (told === 'else' || 'first' in told) this.unpacked.set(key, told);
    return told;
  }

  count({ at }: Told): void {
    const now = performance.timeOrigin + performance.now();
    this.frames += 1;
    this.events += at.length;
    for (const time of at) {
      const late = Math.min(LONGEST, Math.max(0, Math.round(now - time)));
      this.late[late] = (this.late[late] as number) + 1;
    }
  }

  /** What was counted since the last call, with the ms that so many of the events stayed below. */
  take(): { events: number; frames: number; p50: number; p99: number; longest: number } {
    const { events, frames } = this;
    const below = (share: number) => {
      let sum = 0;
      for (let ms = 0; ms <= LONGEST; ms += 1) {
        sum += this.late[ms] as number;
        if (sum > 0 && sum >= share * events) return ms;
      }
      return 0;
    };
    const answer = { events, frames, p50: below(0.5), p99: below(0.99), longest: below(1) };
    this.late = new Uint32Array(LONGEST + 1);
    this.events = 0;
    this.frames = 0;
    return answer;
  }

  /** -1 where the frame does not begin as events do. */
  private firstPosition(bytes: Buffer, start: number): number {
    const at = start + this.prefix.length;
    let position = -1;
    for (let next = at; ; next += 1) {
      const digit = (bytes[next] as number) - 48;
      if (!(digit >= 0 && digit <= 9)) return position;
      position = Math.max(position, 0) * 10 + digit;
    }
  }
}
