import type { KnownSite } from '../../sites/site-settings.js';
import type { WayView } from './sign-in.schema.js';

/**
 * A way in: a file or folder here that proves who somebody is and ends in `SignIn.signIn`. A new one is one more class, and a line in
 * `identity.module.ts`.
 */
export abstract class WayIn {
  /** What a page has to know to offer it on a site; null where it is switched off there, or cannot work. */
  abstract on(site: KnownSite): WayView | null;
}

/** Every way in, in the order in which pages offer them. */
export const WAYS_IN = Symbol('ways in');
