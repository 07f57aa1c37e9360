import type { MessageRow } from './message.row.js';

/**
 * Whether a message waits for a moderator: it is held, or has reports that nobody has answered. The index of what waits
 * and moderation/queue/queue.repository.ts say the same in SQL.
 */
export const isWaiting = ({ state, openReports }: Pick<MessageRow, 'state' | 'openReports'>): boolean =>
  state === 'held' || (openReports > 0 && (state === 'published' || state === 'deleted'));
