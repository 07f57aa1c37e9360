import type { SessionRow } from '../../auth/tokens/tokens.repository.js';
import { iso } from '../../config/clock.js';
import { sha256 } from '../../database/ids.js';
import type { SessionView } from './sessions.schema.js';

/** The name of a session: made of its token's hash, which it does not give away. */
export const sessionIdOf = (tokenHash: string): string => sha256(tokenHash).slice(0, 32);

/** Of those of before ways were told apart. */
const WAYS = { guest: 'guest', member: 'mail', session: 'link', api: 'command-line', link: 'link' } as const;

/** @param current SHA-256 of the token of whoever asks */
export function sessionView(row: SessionRow, current: string): SessionView {
  const { hash, kind, way, device, createdAt, usedAt, expiresAt } = row;
  return {
    id: sessionIdOf(hash),
    way: way ?? WAYS[kind],
    device,
    createdAt: iso(createdAt),
    usedAt: iso(usedAt ?? createdAt),
    expiresAt: expiresAt === null ? null : iso(expiresAt),
    current: hash === current,
  };
}
