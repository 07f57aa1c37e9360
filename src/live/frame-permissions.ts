import { OPEN } from '../auth/policy/may.js';
import type { FramePermissions } from '../auth/policy/requires.js';
import type { ClientEvent } from './live.schema.js';

/** What each frame of a reader's takes. */
export const FRAME_PERMISSIONS = {
  // A token speaks for itself.
  authenticate: OPEN,
  follow: ['thread.follow', 'counts.follow', 'queue.follow', 'inbox.follow'],
  unfollow: OPEN,
  typing: ['thread.type'],
} as const satisfies FramePermissions<ClientEvent>;
