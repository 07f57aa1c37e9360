import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeAnswer } from '../../members/members.schema.js';
import type { QueueItem, QueueKind } from '../../moderation/queue/queue.schema.js';
import { SettingsPage } from './settings/settings-page.js';
import { AddressesPage } from './addresses/addresses-page.js';
import type { Asking } from './asking.js';
import { Dialogs } from './dialogs/dialogs.js';
import { FindPage } from './find/find-page.js';
import { itemCommands } from './item/item-commands.js';
import type { Command, Commands } from './keys/keys.js';
import { useKeys } from './keys/use-keys.js';
import { LogPage } from './log/log-page.js';
import { QueuePage } from './queue/queue-page.js';
import { goToQueue, QUEUE_KINDS } from './queue/queues.js';
import { useRoute, type Place } from './route.js';
import { NO_SEARCH } from './search/search.js';
import { PasskeysPage } from './passkeys/passkeys-page.js';
import { Foot } from './shell/foot.js';
import { Sidebar } from './shell/sidebar.js';
import { useNow } from './shell/use-now.js';
import { SignedOut } from './signed-out.js';
import type { ConsoleStore } from './store/console-store.js';
import { useConsoleStore } from './store/use-console-store.js';
import { MemberPage } from './subject/member-page.js';
import { MessagePage } from './subject/message-page.js';
import { threadCommandsOf } from './subject/thread-commands.js';
import { ThreadPage } from './subject/thread-page.js';

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

  const item = itemOf(store, place);
  const goTo = (next: QueueKind) => () => go({ page: 'queue', view: next, messageId: null });
  const anywhere: Commands = {
    help: () => ask({ what: 'help' }),
    ...Object.fromEntries(QUEUE_KINDS.map((kind) => [goToQueue(kind), goTo(kind)])),
    goFind: () => go({ page: 'find' }),
    goLog: () => go({ page: 'log' }),
    ...(me.permissions.includes('administer') && {
      goAddresses: () => go({ page: 'addresses' }),
      goSettings: () => go({ page: 'settings' }),
    }),
    undo: () => (state.note?.action ? state.note.action.run() : void store.actions.undo()),
  };
  const onTheQueue: Commands = {
    next: () => store.step(1),
    previous: () => store.step(-1),
    search: () => searchField.current?.focus(),
    back: () => store.search(NO_SEARCH),
  };
  const onTheItem = item ? itemCommands(store, item, ask) : {};
  const onTheThread = place.page === 'thread' ? threadCommandsOf(store, place.id, ask) : {};
  const commands: Commands = { ...anywhere, ...(place.page === 'queue' && onTheQueue), ...onTheItem, ...onTheThread };
  const sequence = useKeys(commands, keysOn);
  const run = (command: Command) => commands[command]?.();

  if (state.signedOut) return <SignedOut />;
  return (
    <div class="console" data-page={place.page} data-screen={screenOf(place)}>
      <Sidebar me={me} place={place} counts={state.counts} go={go} help={() => ask({ what: 'help' })} />
      <Page {...{ store, state, place, now, asking, ask, run, go, searchField }} />
      <Foot note={state.note} live={state.live} sequence={sequence} now={now} />
      <Dialogs store={store} asking={asking} ask={ask} close={() => ask(null)} keysOn={keysOn} setKeysOn={setKeysOn} />
    </div>
  );
}

type PageProps = Parameters<typeof QueuePage>[0] & { readonly place: Place };

function Page({ place, ...props }: PageProps) {
  const { store, now, ask, go } = props;
  const leave = () => go({ page: 'menu' });
  switch (place.page) {
    case 'log':
      return <LogPage store={store} now={now} go={go} />;
    case 'addresses':
      return <AddressesPage store={store} go={go} />;
    case 'settings':
      return <SettingsPage store={store} go={go} />;
    case 'passkeys':
      return <PasskeysPage store={store} go={go} />;
    case 'find':
      return <FindPage store={store} now={now} go={go} />;
    case 'message':
      return <MessagePage key={place.id} id={place.id} {...props} leave={leave} />;
    case 'member':
      return <MemberPage key={place.id} id={place.id} store={store} now={now} ask={ask} go={go} />;
    case 'thread':
      return <ThreadPage key={place.id} id={place.id} store={store} now={now} ask={ask} go={go} />;
    default:
      return <QueuePage {...props} />;
  }
}

/** What the keys are about: the message in front of the moderator. */
function itemOf(store: ConsoleStore, place: Place): QueueItem | undefined {
  if (place.page === 'queue') return store.selected?.item;
  if (place.page !== 'message') return undefined;
  const item = store.items.get(place.id);
  return item.kind === 'ready' ? item.value : undefined;
}

/** Which of the three panes a narrow window shows. */
function screenOf(place: Place): 'menu' | 'list' | 'item' {
  if (place.page !== 'queue') return place.page === 'menu' ? 'menu' : place.page === 'message' ? 'item' : 'list';
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
