import { useEffect, useState } from 'preact/hooks';

/** Pages of the forum's own that lead here. */
const DISCUSSION = /^\/(threads\/|embed\?)/;

/**
 * The discussion that the reader came from: only a page of this same forum, as the browser itself says it, so that nobody can send
 * somebody on by a link to here. What the loader says about the host in the fragment goes along.
 */
export function backFrom(referrer: string, { origin, hash }: Pick<Location, 'origin' | 'hash'>): string | null {
  if (!referrer.startsWith(`${origin}/`)) return null;
  const path = referrer.slice(origin.length);
  return DISCUSSION.test(path) ? path + (hash.startsWith('#host=') ? hash : '') : null;
}

/** The server does not know where somebody came from. */
export function useBack(): string | null {
  const [back, setBack] = useState<string | null>(null);
  useEffect(() => setBack(backFrom(document.referrer, location)), []);
  return back;
}
