import type { Draft } from '../../admission/draft.js';
import type { Verdict } from '../../admission/rule.js';
import { staffRole, type MemberActor } from '../../auth/actor.js';
import { ForumError } from '../../errors/forum-error.js';
import { Text } from '../../i18n/text.js';
import type { KnownSite } from '../../sites/site-settings.js';
import type { Thread } from '../../threads/thread.entity.js';
import type { Rendered } from './rendering.service.js';

type Written = {
  readonly kind: Draft['kind'];
  readonly now: number;
  readonly actor: MemberActor;
  /** Messages of the author that were ever published. */
  readonly published: number;
  readonly site: KnownSite;
  readonly thread: Thread;
  readonly parentId: string;
  readonly depth: number;
  readonly rendered: Rendered;
};

/** What the rules are asked about. */
export const draftOf = ({ actor: { member }, published, site, rendered, ...draft }: Written): Draft => ({
  ...draft,
  site,
  author: {
    id: member.id,
    name: member.name,
    kind: member.kind,
    isStaff: staffRole(member, site.id) !== null,
    published,
  },
  text: rendered.text,
  words: rendered.words,
  shown: rendered.shown,
  links: rendered.links,
});

/** What an author is told whose message is refused. */
export function refusalOf({ code, details, retryAfter }: Extract<Verdict, { verdict: 'refuse' }>): ForumError {
  const message = details?.['message'] instanceof Text ? details['message'] : undefined;
  return new ForumError(code, details, message, retryAfter);
}
