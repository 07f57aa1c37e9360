import { useEffect, useState } from 'preact/hooks';
import { call, type ApiError, type Call } from '../../forum/session/api.js';
import type { Kept } from '../../forum/session/session.js';
import { onStorage, readStorage, writeStorage } from '../../forum/session/storage.js';

/**
 * Who the reader is in this browser: kept where the forum's page keeps it, so that each page learns from the other. A browser that
 * keeps nothing knows it until the page is left.
 */
let session: Kept | null = null;
const watching = new Set<(session: Kept | null) => void>();

function set(next: Kept | null): void {
  session = next;
  for (const look of watching) look(next);
}

/** From now on the reader is this member, in every tab; null: nobody. */
export function become(next: Kept | null): void {
  writeStorage('session', next);
  set(next);
}

/** Undefined until the browser has been looked into: the server knows nobody. */
export function useSession(): Kept | null | undefined {
  const [shown, show] = useState<Kept | null | undefined>(undefined);
  useEffect(() => {
    watching.add(show);
    set(readStorage<Kept>('session'));
    onStorage((name) => {
      if (name === null || name === 'session') set(readStorage<Kept>('session'));
    });
    return () => void watching.delete(show);
  }, []);
  return shown;
}

/** A call in the reader's name. One whose session has ended is nobody from then on. Raises ApiError. */
export async function callAsMe<Answer>(path: string, what: Call = {}): Promise<Answer> {
  const token = session?.token ?? null;
  try {
    return await call<Answer>(path, { ...what, token });
  } catch (error) {
    if ((error as ApiError).code === 'sign_in_required' && session?.token === token) become(null);
    throw error;
  }
}

/** Whether this browser keeps anything for the page: where it does not, the forum's page does not learn of a sign-in. */
export function keepsAnything(): boolean {
  writeStorage('probe', 1);
  const kept = readStorage<number>('probe') === 1;
  writeStorage('probe', null);
  return kept;
}
