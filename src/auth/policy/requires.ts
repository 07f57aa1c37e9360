import { SetMetadata } from '@nestjs/common';
import { OPEN, type Requirement } from './may.js';
import type { Permission } from './policy.js';

export const REQUIRED = 'required-permissions';
export const REQUIRED_BY_FRAME = 'required-permissions-by-frame';

/** Who may call a route: whoever has one of these permissions. A route that states nothing stops the start (statements.ts). */
export const Requires = (...permissions: readonly [Permission, ...Permission[]]) => SetMetadata(REQUIRED, permissions);

/** A route for everyone, with the same answer for everyone: nobody is looked up. */
export const Open = () => SetMetadata(REQUIRED, OPEN);

/**
 * What each frame of a gateway's handler takes.
 * @param frames every frame that there is: one that states nothing stops the start
 */
export const FramesRequire = <F extends string>(frames: Readonly<Record<F, unknown>>, table: FramePermissions<F>) =>
  SetMetadata(
    REQUIRED_BY_FRAME,
    Object.fromEntries(Object.keys(frames).map((frame) => [frame, table[frame as F] ?? null])),
  );
export type FramePermissions<F extends string> = Readonly<Record<F, Requirement>>;
