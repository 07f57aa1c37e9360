import { useEffect, useState } from 'preact/hooks';
import type { MeAnswer } from '../../../members/members.schema.js';
import { api } from '../api.js';
import { LiveQueues } from '../live-queues.js';
import { ConsoleStore, type ConsoleState } from './console-store.js';
import type { ConsolePorts } from './ports.js';

const BROWSER: ConsolePorts = {
  api,
  connect: (sites, listener) => new LiveQueues(sites, listener),
  later: (ms, what) => void setTimeout(what, ms),
  every: (ms, what) => {
    const timer = setInterval(what, ms);
    return () => clearInterval(timer);
  },
};

/** The store for as long as the console is open, and its state, drawn again at every change. */
export function useConsoleStore(me: MeAnswer): readonly [ConsoleStore, ConsoleState] {
  const [store] = useState(() => new ConsoleStore(me, BROWSER));
  const [, again] = useState(0);
  useEffect(() => {
    const drawAgain = () => again((n) => n + 1);
    // The socket may have spoken between the drawing and this effect.
    drawAgain();
    const stop = store.listen(drawAgain);
    return () => (stop(), store.leave());
  }, [store]);
  return [store, store.now];
}
