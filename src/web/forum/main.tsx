import { hydrate } from 'preact';
import '../ui/tokens.css';
import './forum.css';
import { Forum } from './forum.js';
import { talkToHost } from './host.js';
import { walkByKeys } from './reading/keyboard.js';
import { follow } from './stream/live-client.js';
import { resumeOutbox } from './composer/outbox.js';
import { goTo } from './reading/reading.js';
import { resume } from './session/session.js';
import { begin, type Initial } from './state/state.js';
import { Store, StoreContext } from './state/store.js';

/** How often "3 min" is brought up to date, in ms. */
const TICK = 30_000;

const root = document.getElementById('forum');
const initial = document.getElementById('initial')?.textContent;
if (root && initial) start(root, JSON.parse(initial) as Initial);

/** Takes the server's page over: first exactly as it is, then with what only this browser knows. */
function start(root: HTMLElement, initial: Initial): void {
  const store = new Store(begin(initial));
  hydrate(
    <StoreContext.Provider value={store}>
      <Forum />
    </StoreContext.Provider>,
    root,
  );
  store.set({ now: Date.now() });
  setInterval(() => store.set({ now: Date.now() }), TICK);

  resume(store);
  resumeOutbox(store);
  talkToHost(store);
  walkByKeys(store);
  follow(store);
  goToLinked(store);
  addEventListener('hashchange', () => goToLinked(store));
}

function goToLinked(store: Store): void {
  const id = /^#message-([\w-]{1,64})$/.exec(location.hash)?.[1];
  if (id) void goTo(store, id).catch(() => undefined);
}
