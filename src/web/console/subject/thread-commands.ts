import type { ThreadDetails } from '../../../moderation/threads/thread-acts.schema.js';
import type { Ask } from '../asking.js';
import type { Command, Commands } from '../keys/keys.js';
import type { ConsoleStore } from '../store/console-store.js';

/** What the keys do to the discussion in front of the moderator. */
export function threadCommands(thread: ThreadDetails, ask: Ask): Commands {
  if (thread.gone) return {};
  return {
    names: () => ask({ what: 'names', thread }),
    merge: () => ask({ what: 'merge', thread, into: '' }),
    deleteThread: () => ask({ what: 'delete', thread }),
    ...(thread.state === 'open'
      ? { close: () => ask({ what: 'thread', thread, to: 'closed' }) }
      : { reopen: () => ask({ what: 'thread', thread, to: 'open' }) }),
    view: () => void window.open(`/threads/${thread.id}`, '_blank', 'noopener'),
  };
}

const ALL: readonly Command[] = ['names', 'merge', 'deleteThread', 'close', 'reopen', 'view'];

/** The same of a discussion that is known by the time a key is pressed. */
export function threadCommandsOf(store: ConsoleStore, id: string, ask: Ask): Commands {
  const commands = (): Commands => {
    const thread = store.threads.get(id);
    return thread.kind === 'ready' ? threadCommands(thread.value, ask) : {};
  };
  return Object.fromEntries(ALL.map((command) => [command, () => commands()[command]?.()]));
}
