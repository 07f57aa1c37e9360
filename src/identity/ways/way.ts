import type { Type } from '@nestjs/common';
import type { KnownSite } from '../../sites/site-settings.js';
import type { WayView } from './sign-in.schema.js';

/** A way in: a folder here that proves who somebody is and ends in `SignInService.signIn`. */
export abstract class WayIn {
  /** What a page has to know to offer it on a site; null where it is switched off there, or cannot work. */
  abstract on(site: KnownSite): WayView | null;
}

/** What a way brings: whether it is offered, its routes, and what they need. */
export type WayParts = {
  readonly way: Type<WayIn>;
  readonly controllers: readonly Type[];
  readonly providers: readonly Type[];
};

/** Every way in, in the order in which pages offer them. */
export const WAYS_IN = Symbol('ways in');
