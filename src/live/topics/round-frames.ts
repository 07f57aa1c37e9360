import { packedWire, wire } from '../transport/frames.js';

/** Bytes to all followers together from which packing takes less of the processor than it saves. */
const WORTH_IT = 100_000;

/** What one round sends, made once and written to any number of lines: as it is, and packed for those who unpack. */
export class RoundFrames {
  private readonly plain: Buffer;
  private packed: Buffer | undefined;

  constructor(
    private readonly messages: readonly string[],
    private readonly followers: number,
  ) {
    this.plain = Buffer.concat(messages.map(wire));
  }

  for({ unpacks }: { readonly unpacks: boolean }): Buffer {
    if (!unpacks || this.plain.length * this.followers < WORTH_IT) return this.plain;
    return (this.packed ??= Buffer.concat(this.messages.map(packedWire)));
  }
}
