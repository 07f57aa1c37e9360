import type { AuthorView } from '../../members/members.schema.js';

const WORDS: Readonly<Record<string, string>> = { moderator: 'Moderator', admin: 'Editor', owner: 'Editor' };

/** What a member is here: the role of staff, then whatever badges the site gave. */
export function Badges({ author: { role, badges } }: { author: AuthorView }) {
  const names = new Set([WORDS[role], ...badges.map((badge) => WORDS[badge] ?? badge)]);
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
