import { hydrate } from 'preact';
import '../ui/tokens.css';
import './forum.css';
import { Forum } from './forum.js';
import { chunk } from './chunk.js';
import { walkByKeys } from './reading/keyboard.js';
import { resumeDrafts } from './composer/resume-drafts.js';
import { flush } from './composer/posting.js';
import { goTo } from './reading/further.js';
import { serverTime, whenCorrected } from './session/server-time.js';
import { call } from './session/api.js';
import { readAgain } from './stream/take-events.js';
import { follow } from './stream/follow.js';
import { followMine } from './stream/mine.js';
import { resume } from './session/session.js';
import { readStorage } from './session/storage.js';
import type { Sort } from '../../messages/messages.schema.js';
import { begin, type Initial } from './state/state.js';
import { Store, StoreContext } from './state/store.js';

/** ms before what could not be loaded is asked for again. */
const AGAIN = 2_000;
/** How often "3 min" is brought up to date, in ms. */
const TICK = 30_000;

const root = document.getElementById('forum');
const initial = document.getElementById('initial')?.textContent;
// Without its language it stays as the server made it.
if (root && initial && globalThis.texts) start(root, JSON.parse(initial) as Initial);

/** Takes the server's page over: first exactly as it is, then with what only this browser knows. */
function start(root: HTMLElement, initial: Initial): void {
  const store = new Store(begin(initial));
  hydrate(
    <StoreContext.Provider value={store}>
      <Forum />
    </StoreContext.Provider>,
    root,
  );
  const tick = () => store.set({ now: serverTime() });
  tick();
  setInterval(tick, TICK);
  whenCorrected(tick);

  resume(store);
  resumeDrafts(store);
  followMine(store);
  void flush(store);
  if (window.parent !== window) meetHost(store);
  walkByKeys(store);
  follow(store);
  takeUpOrder(store);
  // What the tag says of an article that is being discussed already; of any other the first post says it.
  const { article, thread } = initial;
  if (article && thread.opened) void call('/threads', { method: 'PUT', body: article });
  goToLinked(store);
  addEventListener('hashchange', () => goToLinked(store));
}

/** The order that this reader has chosen before, unless the address names one; and an address that can be shared. */
function takeUpOrder(store: Store): void {
  const address = new URL(location.href);
  const chosen = readStorage<Sort>('sort');
  if (chosen && chosen !== store.state.sort && store.state.focus === null && !address.searchParams.has('sort')) {
    void readAgain(store, chosen).catch(() => undefined);
  }
  if (!address.searchParams.has('posted')) return;
  address.searchParams.delete('posted');
  history.replaceState(history.state, '', address);
}

function goToLinked(store: Store): void {
  const id = /^#message-([\w-]{1,64})$/.exec(location.hash)?.[1];
  if (id) void goTo(store, id).catch(() => undefined);
}

/** What an article around the page needs is loaded where there is one; without it the frame has no height, so it is tried until it is there. */
function meetHost(store: Store): void {
  void chunk(() => import('./host/host.js')).then(
    ({ talkToHost }) => talkToHost(store),
    () => setTimeout(() => meetHost(store), AGAIN),
  );
}
