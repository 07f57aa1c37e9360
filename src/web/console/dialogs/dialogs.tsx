import type { Ask, Asking } from '../asking.js';
import type { ConsoleStore } from '../store/console-store.js';
import { HelpDialog } from './help-dialog.js';
import { SanctionDialog } from './sanction-dialog.js';
import { ThreadDeleteDialog } from './thread-delete-dialog.js';
import { ThreadDialog } from './thread-dialog.js';
import { ThreadMergeDialog } from './thread-merge-dialog.js';
import { ThreadNamesDialog } from './thread-names-dialog.js';

type Props = {
  readonly store: ConsoleStore;
  readonly asking: Asking | null;
  readonly ask: Ask;
  readonly close: () => void;
  readonly keysOn: boolean;
  readonly setKeysOn: (on: boolean) => void;
};

/** The dialog that is open, and what its answer does. */
export function Dialogs({ store, asking, ask, close, keysOn, setKeysOn }: Props) {
  switch (asking?.what) {
    case 'help':
      return <HelpDialog close={close} keysOn={keysOn} setKeysOn={setKeysOn} />;
    case 'sanction':
      return (
        <SanctionDialog
          author={asking.author}
          removable={asking.item !== null}
          close={close}
          impose={(choice) => {
            close();
            void store.actions.sanction(asking, choice);
          }}
        />
      );
    case 'thread':
      return (
        <ThreadDialog
          thread={asking.thread}
          to={asking.to}
          close={close}
          change={(reason) => {
            close();
            void store.actions.setThreadState(asking.thread.id, asking.to, reason);
          }}
        />
      );
    case 'names': {
      const { thread } = asking;
      return (
        <ThreadNamesDialog
          thread={thread}
          close={close}
          rename={(names) => store.threadActions.rename(thread.id, names)}
          merge={(into) => ask({ what: 'merge', thread, into })}
        />
      );
    }
    case 'merge': {
      const { thread, into } = asking;
      return (
        <ThreadMergeDialog
          thread={thread}
          into={into}
          find={(words) => store.ports.api.findThreads(words, null)}
          close={close}
          merge={(other, reason) => store.threadActions.merge(thread.id, other, reason)}
        />
      );
    }
    case 'delete': {
      const { thread } = asking;
      return <ThreadDeleteDialog thread={thread} close={close} remove={() => store.threadActions.remove(thread.id)} />;
    }
    default:
      return null;
  }
}
