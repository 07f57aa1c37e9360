import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeAnswer } from '../../members/members.schema.js';
import type { QueueKind } from '../../moderation/moderation.schema.js';
import type { Asking } from './asking.js';
import { Dialogs } from './dialogs/dialogs.js';
import { itemCommands } from './item/item-commands.js';
import type { Command, Commands } from './keys/keys.js';
import { useKeys } from './keys/use-keys.js';
import { LogPage } from './log/log-page.js';
import { QueuePage } from './queue/queue-page.js';
import { useRoute, type Place } from './route.js';
import { NO_SEARCH } from './search/search.js';
import { Foot } from './shell/foot.js';
import { Sidebar } from './shell/sidebar.js';
import { useNow } from './shell/use-now.js';
import { SignedOut } from './signed-out.js';
import { useConsoleStore } from './store/use-console-store.js';

const SECOND = 1000;

/** The whole desk: queues, list, message, foot, and the keys that work them. */
export function Console({ me }: { me: MeAnswer }) {
  const [store, state] = useConsoleStore(me);
  const [place, go] = useRoute();
  const [asking, ask] = useState<Asking | null>(null);
  const [keysOn, setKeysOn] = useKeysSwitch();
  const now = useNow(state.live.kind === 'waiting' ? SECOND : 30 * SECOND);
  const searchField = useRef<HTMLInputElement>(null);

  const view = useLastView(place);
  useEffect(() => void store.reader.open(view, place.page === 'queue' ? place.messageId : null), [view]);
  useEffect(() => {
    if (asking?.what === 'reason') ask(null);
  }, [state.queue.selectedId]);

  const item = store.selected?.item;
  const goTo = (next: QueueKind) => () => go({ page: 'queue', view: next, messageId: null });
  const anywhere: Commands = {
    help: () => ask({ what: 'help' }),
    goHeld: goTo('held'),
    goReported: goTo('reported'),
    goSpam: goTo('spam'),
    goRejected: goTo('rejected'),
    goAll: goTo('all'),
    goLog: () => go({ page: 'log' }),
    undo: () => (state.note?.action ? state.note.action.run() : void store.actions.undo()),
  };
  const onTheQueue: Commands = {
    next: () => store.step(1),
    previous: () => store.step(-1),
    search: () => searchField.current?.focus(),
    back: () => store.search(NO_SEARCH),
  };
  const onTheItem = item ? itemCommands(store, item, ask) : {};
  const commands: Commands = place.page === 'queue' ? { ...anywhere, ...onTheQueue, ...onTheItem } : anywhere;
  const sequence = useKeys(commands, keysOn);
  const run = (command: Command) => commands[command]?.();

  if (state.signedOut) return <SignedOut />;
  return (
    <div class="console" data-page={place.page} data-screen={screenOf(place)}>
      <Sidebar me={me} place={place} counts={state.counts} go={go} help={() => ask({ what: 'help' })} />
      {place.page === 'log' ? (
        <LogPage store={store} now={now} leave={() => go({ page: 'menu' })} />
      ) : (
        <QueuePage
          store={store}
          state={state}
          searchField={searchField}
          now={now}
          asking={asking}
          ask={ask}
          run={run}
          go={go}
        />
      )}
      <Foot note={state.note} live={state.live} sequence={sequence} now={now} />
      <Dialogs store={store} asking={asking} close={() => ask(null)} keysOn={keysOn} setKeysOn={setKeysOn} />
    </div>
  );
}

/** Which of the three panes a narrow window shows. */
function screenOf(place: Place): 'menu' | 'list' | 'item' {
  if (place.page !== 'queue') return place.page === 'log' ? 'list' : 'menu';
  return place.messageId === null ? 'list' : 'item';
}

/** The queue that stays open behind the log and the menu. */
function useLastView(place: Place): QueueKind {
  const last = useRef<QueueKind>('held');
  if (place.page === 'queue') last.current = place.view;
  return last.current;
}

/** Single keys, remembered by this browser. */
function useKeysSwitch(): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem('rejoinder.console.keys') !== 'off');
  const turn = (next: boolean) => {
    localStorage.setItem('rejoinder.console.keys', next ? 'on' : 'off');
    setOn(next);
  };
  return [on, turn];
}
