import type * as fflate from 'fflate';
import { setImmediate } from 'node:timers/promises';

/** Bytes that are handed on at once. */
const CHUNK = 196_608;
/** What the plain form of ZIP can count, of one file and of all (APPNOTE 4.4.1.4). */
const MOST = 2 ** 32 - 1;

/** It is more than a ZIP, or whoever takes it, can hold. */
export class TooLarge extends Error {}

type Take = (chunk: Uint8Array) => Promise<void>;

/** Writes a ZIP piece by piece, and holds no more of it than a chunk and what was written last. */
export class ZipWriter {
  private readonly zip: fflate.Zip;
  private made: Uint8Array[] = [];
  private size = 0;
  private written = 0;
  private failure: Error | null = null;

  private constructor(
    private readonly library: typeof fflate,
    private readonly take: Take,
    private readonly at: number,
  ) {
    this.zip = new library.Zip((error, bytes) => {
      if (error) this.failure = error;
      else this.made.push(bytes);
      this.size += bytes?.length ?? 0;
    });
  }

  /** @param at when its files were made, in ms */
  static async open(at: number, take: Take): Promise<ZipWriter> {
    return new ZipWriter(await import('fflate'), take, at);
  }

  /** @throws TooLarge, and what `parts` and whoever takes the chunks throw */
  async file(name: string, parts: AsyncIterable<string>): Promise<void> {
    const file = new this.library.ZipDeflate(name);
    file.mtime = this.at;
    this.zip.add(file);
    for await (const part of parts) {
      const bytes = Buffer.from(part);
      this.written += bytes.length;
      if (this.written > MOST) throw new TooLarge('More than a ZIP holds');
      file.push(bytes);
      await this.handOn(CHUNK);
      // A database that is a file answers at once: others have their turn.
      await setImmediate();
    }
    file.push(new Uint8Array(), true);
    await this.handOn(CHUNK);
  }

  async end(): Promise<void> {
    this.zip.end();
    await this.handOn(1);
  }

  /** Hands on what there is, in chunks of at least so many bytes. */
  private async handOn(least: number): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.size < least) return;
    const bytes = Buffer.concat(this.made);
    let from = 0;
    for (; bytes.length - from >= least; from += CHUNK) await this.take(bytes.subarray(from, from + CHUNK));
    this.made = from < bytes.length ? [bytes.subarray(from)] : [];
    this.size = Math.max(0, bytes.length - from);
  }
}
