import type { Asking } from '../asking.js';
import type { ConsoleStore } from '../store/console-store.js';
import { HelpDialog } from './help-dialog.js';
import { SanctionDialog } from './sanction-dialog.js';
import { ThreadDialog } from './thread-dialog.js';

type Props = {
  readonly store: ConsoleStore;
  readonly asking: Asking | null;
  readonly close: () => void;
  readonly keysOn: boolean;
  readonly setKeysOn: (on: boolean) => void;
};

/** The dialog that is open, and what its answer does. */
export function Dialogs({ store, asking, close, keysOn, setKeysOn }: Props) {
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
    default:
      return null;
  }
}
