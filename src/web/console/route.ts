import { useEffect, useState } from 'preact/hooks';
import type { QueueKind } from '../../moderation/moderation.schema.js';

/** Where in the console one is. `menu` and `messageId` are screens of their own on a narrow window only. */
export type Place =
  | { readonly page: 'menu' }
  | { readonly page: 'log' }
  | { readonly page: 'queue'; readonly view: QueueKind; readonly messageId: string | null };

const VIEWS: readonly string[] = ['held', 'reported', 'spam', 'rejected', 'all'] satisfies QueueKind[];

/** `/console`, `/console/reported`, `/console/reported/MESSAGE`, `/console/log`. */
export function placeOf(path: string): Place {
  const [view = 'held', messageId = null] = path
    .replace(/^\/console\/?/, '')
    .split('/')
    .filter(Boolean);
  if (view === 'log' || view === 'menu') return { page: view };
  return { page: 'queue', view: (VIEWS.includes(view) ? view : 'held') as QueueKind, messageId };
}

export function pathOf(place: Place): string {
  if (place.page !== 'queue') return `/console/${place.page}`;
  return `/console/${place.view}${place.messageId ? `/${place.messageId}` : ''}`;
}

export function useRoute(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.pathname));
  useEffect(() => {
    const onPop = () => setPlace(placeOf(location.pathname));
    addEventListener('popstate', onPop);
    return () => removeEventListener('popstate', onPop);
  }, []);
  const go = (next: Place) => {
    if (pathOf(next) !== location.pathname) history.pushState(null, '', pathOf(next));
    setPlace(next);
  };
  return [place, go];
}

/** A message in its place among the others, as readers have it. */
export function discussionOf({ id, threadId }: { readonly id: string; readonly threadId: string }): string {
  return `/threads/${threadId}?message=${id}#message-${id}`;
}
