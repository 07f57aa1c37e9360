import { ApiError } from '../../session/api.js';
import { backOff } from '../../../live/back-off.js';

/** ms, before what may be added to it. */
const LEAST = 1_000;

export const unreachable = () => new ApiError('unreachable', 'The forum cannot be reached.');

/**
 * Tries until it succeeds, later each time. Ends without a word where it is not wanted any more, and where trying again would
 * change nothing.
 */
export async function persist(attempt: () => Promise<void>, isWanted: () => boolean = () => true): Promise<void> {
  for (let failures = 1; isWanted(); failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError && error.passing)) return;
      const wait = Math.max(LEAST + backOff(failures), (error.retryAfter ?? 0) * 1_000);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
