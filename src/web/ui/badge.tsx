import { t } from '../../i18n/format.js';
import type { AuthorView } from '../../members/members.schema.js';

const WORDS = { moderator: 'ui.badge.moderator', admin: 'ui.badge.editor', owner: 'ui.badge.editor' } as const;

const wordOf = (badge: string): string | undefined => {
  const key = WORDS[badge as keyof typeof WORDS] as (typeof WORDS)[keyof typeof WORDS] | undefined;
  return key && t(key);
};

/** What a member is here: the role of staff, then whatever badges the site gave. */
export function Badges({ author: { role, badges } }: { author: AuthorView }) {
  const names = new Set([wordOf(role), ...badges.map((badge) => wordOf(badge) ?? badge)]);
  return (
    <>
      {[...names].map(
        (name) =>
          name && (
            <span class="badge" key={name}>
              {name}
            </span>
          ),
      )}
    </>
  );
}
