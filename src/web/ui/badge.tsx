import type { AuthorView, Role } from '../../members/members.schema.js';

const ROLE_BADGES: Partial<Record<Role, string>> = { moderator: 'Moderator', admin: 'Editor', owner: 'Editor' };

/** What a member is here: the role of staff, then whatever badges the site gave. */
export function Badges({ author }: { author: AuthorView }) {
  const role = ROLE_BADGES[author.role];
  const names = role && !author.badges.includes(role) ? [role, ...author.badges] : author.badges;
  return (
    <>
      {names.map((name) => (
        <span class="badge" key={name}>
          {name}
        </span>
      ))}
    </>
  );
}
