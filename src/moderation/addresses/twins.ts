import type { AddressRules } from '../../sites/address-rules.schema.js';
import { canonicalUrl } from '../../threads/addresses/canonical-url.js';
import { hashOfUrl } from '../../threads/addresses/thread-names.js';
import { ForumError } from '../../errors/forum-error.js';

/** A thread and the addresses by which it is found, as they are kept. */
export type KnownThread = {
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
  readonly url: string;
  readonly messageCount: number;
  readonly createdAt: number;
  readonly addresses: readonly string[];
};

/** Threads that are one article: all but the first are to be merged into it. */
export type Twins = { readonly into: KnownThread; readonly from: readonly KnownThread[] };

/** Whose address it is where several threads have it: the one with the most messages, of those the oldest. */
export const byWeight = (one: KnownThread, other: KnownThread): number =>
  other.messageCount - one.messageCount || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);

/** Each of these addresses by its hash under these rules; what is no address any more is left out. */
export function hashesOf(addresses: readonly string[], rules: AddressRules): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const value of addresses) {
    try {
      const hash = hashOfUrl(canonicalUrl(value, rules), rules);
      if (!hashes.has(hash)) hashes.set(hash, value);
    } catch (error) {
      // Of before addresses were held to be some.
      if (!(error instanceof ForumError)) throw error;
    }
  }
  return hashes;
}

/**
 * Which threads are one article under these rules, the heaviest first. Threads to which the publisher gave different keys
 * are different articles, whatever their addresses.
 */
export function twinsUnder(rules: AddressRules, threads: readonly KnownThread[]): Twins[] {
  const groups = new Map<string, KnownThread[]>();
  const groupOf = new Map<string, KnownThread[]>();
  for (const thread of threads.toSorted(byWeight)) {
    let group: KnownThread[] = [thread];
    const hashes = [...hashesOf([thread.url, ...thread.addresses], rules).keys()];
    for (const hash of hashes) {
      const other = groups.get(hash);
      if (other && other !== group && areOne(other, group)) group = join(other, group, groups, groupOf);
    }
    groupOf.set(thread.id, group);
    for (const hash of hashes) if (!groups.has(hash)) groups.set(hash, group);
  }
  return [...new Set(groupOf.values())].flatMap((group) => {
    const [into, ...from] = group.toSorted(byWeight);
    return into && from.length > 0 ? [{ into, from }] : [];
  });
}

/** At most one of the two has a key, or both the same. */
function areOne(one: readonly KnownThread[], other: readonly KnownThread[]): boolean {
  const keys = new Set([...one, ...other].flatMap(({ key }) => key ?? []));
  return keys.size <= 1;
}

function join(
  into: KnownThread[],
  from: KnownThread[],
  groups: Map<string, KnownThread[]>,
  groupOf: Map<string, KnownThread[]>,
): KnownThread[] {
  into.push(...from);
  for (const { id } of from) groupOf.set(id, into);
  for (const [hash, group] of groups) if (group === from) groups.set(hash, into);
  return into;
}
