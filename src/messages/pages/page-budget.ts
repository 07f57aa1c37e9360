import type { MessageRow } from '../message.row.js';

/** What a message weighs beside its text, in bytes of a page: its names and figures, and what it is shown with. */
const FRAME = 2_500;

/** The bytes that a page may still have. The first message always has room, or nobody could read it. */
export class PageBudget {
  private spent = 0;

  constructor(private readonly bytes: number) {}

  /** As many from the front as there is room for. */
  fit<Row extends MessageRow>(rows: readonly Row[]): Row[] {
    const first = rows.findIndex((row) => !this.take(row));
    return first === -1 ? [...rows] : rows.slice(0, first);
  }

  take({ html }: MessageRow): boolean {
    const weight = weigh(html);
    if (this.spent > 0 && this.spent + weight > this.bytes) return false;
    this.spent += weight;
    return true;
  }

  get isSpent(): boolean {
    return this.spent >= this.bytes;
  }
}

/** As HTML it is there twice: to be seen, and for the page's script, where each `<` takes six bytes. */
const weigh = (html: string): number =>
  FRAME + Buffer.byteLength(html) + Buffer.byteLength(JSON.stringify(html).replaceAll('<', '\\u003c'));
