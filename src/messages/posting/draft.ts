import type { Draft } from '../../admission/draft.js';
import type { Submitted } from '../../admission/evidence.js';
import type { Refusal } from '../../admission/rule.js';
import { staffRole, type MemberActor } from '../../auth/actor.js';
import { ForumError } from '../../errors/forum-error.js';
import { Text } from '../../i18n/text.js';
import { entitlementOn } from '../../members/entitlements/entitlements.js';
import type { KnownSite } from '../../sites/site-settings.js';
import type { Rendered } from './rendering.service.js';

type Written = {
  readonly kind: Draft['kind'];
  readonly actor: MemberActor;
  readonly site: KnownSite;
  readonly threadId: string;
  readonly rendered: Rendered;
};

/** What there is of a message before its transaction. */
export const submittedOf = ({ kind, actor: { member }, site, threadId, rendered }: Written): Submitted => ({
  kind,
  site,
  threadId,
  author: {
    id: member.id,
    name: member.name,
    kind: member.kind,
    isStaff: staffRole(member, site.id) !== null,
    entitlement: entitlementOn(member.entitlements, site.id),
  },
  text: rendered.text,
  words: rendered.words,
  shown: rendered.shown,
  links: rendered.links,
});

type Surroundings = Pick<Draft, 'now' | 'thread' | 'parentId' | 'depth' | 'evidence'>;

/** What the rules are asked about: what was submitted, by somebody of whom so many messages were published, and where it would stand. */
export const draftOf = (
  { kind, site, author, text, words, shown, links }: Submitted,
  published: number,
  { now, thread, parentId, depth, evidence }: Surroundings,
): Draft => ({
  kind,
  now,
  author: { ...author, published },
  site,
  thread,
  parentId,
  depth,
  text,
  words,
  shown,
  links,
  evidence,
});

/** What an author is told whose message is refused. */
export function refusalOf({ code, details, retryAfter }: Refusal): ForumError {
  const message = details?.['message'] instanceof Text ? details['message'] : undefined;
  return new ForumError(code, details, message, retryAfter);
}
