import type { VNode } from 'preact';

/** One article of the invented newspaper. */
export interface Article {
  /** Where it is read, from the root; the lead stands at `/`. */
  readonly path: string;
  /** The desk it comes from. */
  readonly section: string;
  readonly headline: string;
  /** One or two sentences under the headline. */
  readonly standfirst: string;
  readonly author: string;
  /** Minutes that a reader needs, at about 230 words a minute. */
  readonly minutes: number;
  readonly body: () => VNode;
  readonly picture?: Picture;
}

export interface Picture {
  /** A file in `assets/`. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  readonly caption: string;
}
