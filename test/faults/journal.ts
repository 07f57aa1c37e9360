import { createHash } from 'node:crypto';

/** One post as its sender knows it. The forum may have forgotten it, done it twice, or never heard of it: this is what was said. */
export type Entry = {
  readonly key: string;
  readonly text: string;
  readonly bodyHash: string;
  /** Requests sent for it. */
  tries: number;
  /** 201 or 202 once it was acknowledged; any other status that cannot be tried again; null while it is open. */
  status: number | null;
  /** The message's id, from the answer. */
  id: string | null;
  /** True when the answer said that it was the first answer again. */
  replayed: boolean;
  /** Its place in the thread, from the answer. */
  position: number | null;
  /** When it was first sent and when it was acknowledged, on performance's clock, in ms. */
  readonly begun: number;
  ended: number;
};

/** What clients keep: every key that they sent, and what they were told. Written before the request, completed by the answer. */
export class Journal {
  readonly entries: Entry[] = [];

  open(key: string, text: string, body: string): Entry {
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const open = { tries: 0, status: null, id: null, replayed: false, position: null, ended: Infinity };
    const entry: Entry = { key, text, bodyHash, begun: performance.now(), ...open };
    this.entries.push(entry);
    return entry;
  }

  get acknowledged(): (Entry & { readonly id: string })[] {
    return this.entries.filter((entry): entry is Entry & { readonly id: string } => entry.id !== null);
  }

  /** Answered, but neither stored nor to be tried again: in these runs there is no reason to refuse anything. */
  get refused(): Entry[] {
    return this.entries.filter(({ status, id }) => status !== null && id === null);
  }
}
