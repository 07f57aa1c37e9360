import type { AuditActor, AuditLog } from '../../audit/audit-log.js';
import type { Tx } from '../../database/transactions.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';
import { hashOfKey, hashOfUrl } from '../../threads/addresses/thread-names.js';
import type { AddressSource, ThreadAddress } from '../../threads/addresses/thread-address.entity.js';
import type { Thread } from '../../threads/thread.entity.js';

export const namesOf = ({ title, titleBy, url, key, toldAt }: Thread) => ({ title, titleBy, url, key, toldAt });
export type Names = ReturnType<typeof namesOf>;

/** An address or key as the log keeps it. What its hash is depends on the site's rules, which may be others by now. */
export type KeptAddress = Pick<ThreadAddress, 'kind' | 'value'> & { readonly source?: AddressSource };
export const keptOf = ({ kind, value, source }: ThreadAddress): KeptAddress => ({ kind, value, source });

export const hashOf = ({ kind, value }: KeptAddress, rules: AddressRules): string =>
  kind === 'key' ? hashOfKey(value) : hashOfUrl(value, rules);

/** What the log says was done to a thread: enough to take it back. */
export type Act =
  | {
      readonly action: 'thread.rename' | 'thread.move';
      readonly before: Names;
      /** `added`: by which it was not found before. */
      readonly after: Names & { readonly added?: readonly KeptAddress[] };
    }
  | {
      readonly action: 'thread.merge';
      readonly before: { readonly into: null; readonly act: string; readonly addresses: readonly KeptAddress[] };
      readonly after: { readonly into: string };
    }
  | {
      readonly action: 'thread.delete';
      readonly before: { readonly deleted: false; readonly act: string; readonly addresses: readonly KeptAddress[] };
      readonly after: { readonly deleted: true };
    };

/** What taking each of them back is called in the log. */
export const UNDONE: Readonly<Record<Act['action'], string>> = {
  'thread.rename': 'thread.rename.undo',
  'thread.move': 'thread.move.undo',
  'thread.merge': 'thread.unmerge',
  'thread.delete': 'thread.undelete',
};

/** Writes into the log what was done to a thread. Answers the entry. */
export async function writeDown(
  log: AuditLog,
  tx: Tx,
  actor: AuditActor,
  { id, siteId }: Pick<Thread, 'id' | 'siteId'>,
  done: Act | { readonly action: string; readonly before: unknown; readonly after: unknown },
  reason: string | undefined,
): Promise<string> {
  const { action, before, after } = done;
  const subject = { kind: 'thread', id } as const;
  return String(await log.append(tx, { siteId, actor, action, subject, before, after, reason: reason || null }));
}
