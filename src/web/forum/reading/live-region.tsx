import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../state/store.js';
import { t } from '../../../i18n/format.js';

/** How long new messages are gathered before they are spoken of, in ms: a lively thread must not shout. */
const GATHER = 3_000;

/** Tells a screen reader how many messages of others came, never what they say. */
export function LiveRegion() {
  const store = useStore();
  const [said, say] = useState('');
  useEffect(() => {
    let spoken = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      say(t('forum.newMessages', { n: store.state.came - spoken }));
      spoken = store.state.came;
    };
    return store.watch(() => {
      if (store.state.came === spoken || timer) return;
      // The same number again would be no change, and is not read out.
      say('');
      timer = setTimeout(speak, GATHER);
    });
  }, []);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
