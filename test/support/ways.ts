import { Statements } from '../../src/auth/policy/statements.js';
import type { Forum } from './forum.js';

/** A route as the code declares it, pages among them: `GET`, `/threads/:id`. */
export type Way = { readonly method: string; readonly path: string };

/** Every route that there is, pages and API: a new one is tested by itself. */
export function waysInto(forum: Forum): Way[] {
  const ways = forum
    .service(Statements)
    .all()
    .filter(({ way }) => !way.startsWith('FRAME '));
  return ways.map(({ way }) => ({ method: way.split(' ')[0] ?? '', path: way.split(' ')[1] ?? '' }));
}

export const isWrite = ({ method }: Way): boolean => method !== 'GET' && method !== 'HEAD';

/** A route's address with things in it that there are, or with `other` in the place of each. */
export function addressOf({ path }: Way, ids: Readonly<Record<string, string>>, other = 'none'): string {
  return path.replace(/(\w+)\/:\w+|:\w+/g, (_, kind: string | undefined) =>
    kind === undefined ? other : `${kind}/${ids[kind] ?? other}`,
  );
}
