import type { Entitlement } from '../members/entitlements/entitlements.js';
import type { KnownSite } from '../sites/site-settings.js';
import type { ThreadState } from '../threads/threads.schema.js';
import type { Evidence } from './evidence.js';

/** What somebody wants to say, by whom and where: read under the locks of its thread and of its author. */
export type Draft = {
  readonly kind: 'post' | 'edit';
  /** When, in ms: the time of everything that its transaction writes. */
  readonly now: number;
  readonly author: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'guest' | 'verified' | 'staff';
    readonly isStaff: boolean;
    /** What the site's publisher says of this reader of its; null: nothing. */
    readonly entitlement: Entitlement | null;
    /** Messages of the author that were ever published. */
    readonly published: number;
  };
  readonly site: KnownSite;
  readonly thread: { readonly id: string; readonly state: ThreadState; readonly position: number };
  /** '' at the root. */
  readonly parentId: string;
  readonly depth: number;
  readonly text: string;
  /** A fingerprint of what it says: see words.ts. */
  readonly words: string;
  /** What of it there is to read when it is rendered. */
  readonly shown: string;
  /** Addresses that the rendered text links to. */
  readonly links: readonly string[];
  /** What was gathered on it before its transaction. */
  readonly evidence: Evidence;
};
