import type { QueueItem } from '../../../moderation/moderation.schema.js';
import { ApiError, type ConsoleApi } from '../api.js';

/** Any message as a queue would have it. A server that knows no such address still tells of the message and where it stands. */
export async function readItem(api: Pick<ConsoleApi, 'item' | 'context'>, id: string): Promise<QueueItem> {
  try {
    return await api.item(id);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'route_not_found') throw error;
  }
  const { message, thread } = await api.context(id);
  if (!message.author) throw new ApiError('message_not_found', 'There is no such message.');
  const { id: threadId, site, title, url, state } = thread;
  return {
    message,
    kind: message.state,
    thread: { id: threadId, site, title, url, state },
    author: message.author,
    reasons: [],
    reports: [],
    reportCounts: { total: 0, reasons: {} },
  };
}
