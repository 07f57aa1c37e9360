import { useEffect, useState } from 'preact/hooks';
import { useStore } from './store.js';
import { newMessages } from './words.js';

/** How long new messages are gathered before they are spoken of, in ms: a lively thread must not shout. */
const GATHER = 3_000;

/** Tells a screen reader how many messages came, never what they say. */
export function Voice() {
  const store = useStore();
  const [said, say] = useState('');
  useEffect(() => {
    let spoken = store.state.thread.messageCount;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const came = store.state.thread.messageCount - spoken;
      spoken = store.state.thread.messageCount;
      if (came > 0) say(newMessages(came));
    };
    return store.watch(() => {
      if (store.state.thread.messageCount !== spoken) timer ??= setTimeout(speak, GATHER);
    });
  }, []);
  return (
    <p class="aside-voice" role="status">
      {said}
    </p>
  );
}
