import type { EventsAnswer, ThreadEvent } from '../../../events/events.schema.js';
import type { ClientFrame, ServerFrame } from '../../../live/live.schema.js';
import { ApiError, call, query } from '../session/api.js';
import { applyAll } from '../state/apply.js';
import { mayInsert } from '../reading/viewport.js';
import { dropEchoed, flush } from '../composer/outbox.js';
import { readAgain } from '../reading/reading.js';
import { leave } from '../session/session.js';
import type { Connection } from '../state/state.js';
import type { Store } from '../state/store.js';
import type { ThreadView } from '../../../threads/threads.schema.js';

/** Waits in ms: before coming back, between polls, for a handshake, and how long a typing name stands without a word. */
const WAIT = { first: 1_000, longest: 30_000, poll: 4_000, pollUnseen: 30_000, handshake: 10_000, typing: 12_000 };
/** Who reads and who writes, as long as nobody tells. */
const NOBODY = { readers: null, typing: [] };
/** After so many handshakes that failed, the page reads its events over HTTP, and goes on knocking. */
const FAILURES_BEFORE_POLLING = 2;
const TOKEN_REVOKED = 4401;
const POLICY = 1008;

/** The one socket of the page. */
let socket: WebSocket | null = null;
let failures = 0;
let polling: ReturnType<typeof setTimeout> | undefined;
let coming: ReturnType<typeof setTimeout> | undefined;
let quiet: ReturnType<typeof setTimeout> | undefined;
let fetching = false;

/** Follows the thread: over a socket, or over HTTP where sockets do not get through; comes back by itself. */
export function follow(store: Store): void {
  open(store);
  let token = store.state.token;
  store.watch(() => {
    if (token === store.state.token) return;
    token = store.state.token;
    if (token) say({ event: 'authenticate', data: { token } });
  });
  addEventListener('online', () => comeBack(store, 0));
  addEventListener('offline', () => store.set({ connection: 'offline', ...NOBODY }));
  // A page from the back-forward cache, or a laptop that slept, holds a socket that is long dead.
  addEventListener('pageshow', ({ persisted }) => persisted && comeBack(store, 0));
  document.addEventListener('visibilitychange', () => document.hidden || void catchUp(store));
}

/** Tells the others that the reader is writing. */
export function sayTyping(store: Store, parentId: string | null): void {
  say({ event: 'typing', data: { thread: store.state.thread.id, parentId } });
}

function say(frame: ClientFrame): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

function open(store: Store): void {
  const mine = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/api/v1/live`);
  socket?.close();
  socket = mine;
  const tooLong = setTimeout(() => mine.close(), WAIT.handshake);

  mine.onopen = () => {
    clearTimeout(tooLong);
    const { token, thread } = store.state;
    if (token) say({ event: 'authenticate', data: { token } });
    say({ event: 'follow', data: { thread: thread.id, after: thread.position, epoch: thread.epoch } });
  };
  mine.onmessage = ({ data }) => socket === mine && hear(store, JSON.parse(String(data)) as ServerFrame);
  mine.onclose = ({ code }) => {
    clearTimeout(tooLong);
    if (socket !== mine) return;
    socket = null;
    if (code === TOKEN_REVOKED) leave(store);
    failures++;
    if (store.state.connection === 'live') store.set({ connection: 'connecting', ...NOBODY });
    if (failures >= FAILURES_BEFORE_POLLING) poll(store);
    comeBack(store, code === POLICY ? WAIT.longest : jitter());
  };
}

/** Full jitter: anything up to the doubled wait, so that readers whom a restart dropped do not return as one. */
const jitter = () => Math.random() * Math.min(WAIT.longest, WAIT.first * 2 ** failures);

function comeBack(store: Store, wait: number): void {
  clearTimeout(coming);
  coming = setTimeout(() => open(store), wait);
}

function hear(store: Store, frame: ServerFrame): void {
  switch (frame.event) {
    case 'following':
      if ('thread' in frame.data) arrived(store, frame.data.readers, frame.data.epoch);
      return;
    case 'events':
      return take(store, frame.data.events);
    case 'reset':
      return void readAgain(store);
    case 'signal': {
      const { readers, typing, votes, messageCount } = frame.data;
      if (typing) typed(store, typing);
      store.set((state) => {
        const messages = { ...state.messages };
        for (const [id, totals] of Object.entries(votes ?? {})) {
          const message = messages[id];
          if (message) messages[id] = { ...message, votes: totals };
        }
        const thread = messageCount === undefined ? state.thread : { ...state.thread, messageCount };
        return { ...state, thread, messages: votes ? messages : state.messages, readers: readers ?? state.readers };
      });
      return;
    }
    case 'error':
      if (frame.data.code === 'sign_in_required') leave(store);
  }
}

function arrived(store: Store, readers: number, epoch: string): void {
  failures = 0;
  clearTimeout(polling);
  polling = undefined;
  store.set({ connection: 'live', typing: [], readers });
  if (epoch !== store.state.thread.epoch) void readAgain(store);
  void flush(store);
}

/** Names that stop being repeated fade by themselves: the frame that would have ended them may be lost. */
function typed(store: Store, typing: NonNullable<Extract<ServerFrame, { event: 'signal' }>['data']['typing']>): void {
  clearTimeout(quiet);
  const own = store.state.me?.name;
  store.set({ typing: typing.filter(({ name }) => name !== own) });
  if (typing.length) quiet = setTimeout(() => store.set({ typing: [] }), WAIT.typing);
}

/** Applies what came; where something before it is missing, the log tells what. */
function take(store: Store, events: readonly ThreadEvent[]): void {
  let gap = false;
  store.set((state) => {
    const applied = applyAll(state, events, mayInsert);
    gap = applied.gap;
    const { held, messages } = applied.state;
    return { ...applied.state, held: held.filter(({ id }) => !messages[id]) };
  });
  for (const event of events) {
    if (event.type === 'message.posted') dropEchoed(store, event.data.echo);
    // Merged or deleted: the article's address knows what stands there now.
    if ((event.data as { thread?: ThreadView }).thread?.gone) location.reload();
  }
  if (gap) void catchUp(store);
}

/** Reads what was missed from the log of the thread. False when the forum cannot be reached. */
async function catchUp(store: Store): Promise<boolean> {
  if (fetching) return true;
  fetching = true;
  try {
    const { id, position, epoch } = store.state.thread;
    const missed = await call<EventsAnswer>(`/threads/${id}/events${query({ after: position, epoch })}`);
    if ('reset' in missed) await readAgain(store);
    else take(store, missed.events);
    return true;
  } catch (error) {
    return error instanceof ApiError && error.code !== 'unreachable';
  } finally {
    fetching = false;
  }
}

function poll(store: Store): void {
  if (polling !== undefined) return;
  const again = async () => {
    const reached = await catchUp(store);
    if (polling === undefined) return;
    const connection: Connection = reached ? 'polling' : 'offline';
    if (store.state.connection !== connection) store.set({ connection });
    if (reached) void flush(store);
    polling = setTimeout(() => void again(), document.hidden ? WAIT.pollUnseen : WAIT.poll);
  };
  polling = setTimeout(() => void again(), 0);
}
