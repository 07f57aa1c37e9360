/**
 * Who may do what: each role has what the one above it in this list has, and these. A permission is named by what it is done to,
 * and what is done. A reader has not said who it is; a member is whoever has a name, guests included; what staff may, they may on the
 * sites where they have the role, and nowhere where a sanction holds against them. What stands above whom among staff is asked
 * beside it (`outranks`).
 */
const ADDED = {
  reader: [
    'counts.follow',
    'form.send',
    'member.join',
    'message.preview',
    'message.read',
    'session.end',
    'thread.ask-for',
    'thread.follow',
  ],
  member: [
    'export.make-own',
    'export.read-own',
    'inbox.follow',
    'member.erase-own',
    'member.read-own',
    'member.rename-own',
    'message.delete-own',
    'message.edit-own',
    'message.post',
    'message.report',
    'message.vote',
    'session.end-own',
    'session.read-own',
    'thread.type',
  ],
  moderator: [
    'log.read',
    'member.ban',
    'member.free',
    'member.read',
    'member.search',
    'member.settings',
    'message.approve',
    'message.hold',
    'message.inspect',
    'message.reject',
    'message.restore',
    'message.search',
    'message.spam',
    'passkey.add-own',
    'passkey.read-own',
    'passkey.remove-own',
    'queue.follow',
    'queue.read',
    'site.list',
    'thread.close',
    'thread.delete',
    'thread.inspect',
    'thread.look',
    'thread.merge',
    'thread.move',
    'thread.rename',
    'thread.search',
    'thread.settings',
    'thread.undo',
    'thread.vouch',
  ],
  admin: ['site.addresses', 'site.settings', 'site.sso'],
  owner: [],
} as const;

/** Roles as they add up, from the one that everybody has. */
export const POLICY_ROLES = ['reader', 'member', 'moderator', 'admin', 'owner'] as const;
export type PolicyRole = (typeof POLICY_ROLES)[number];
export type Permission = (typeof ADDED)[PolicyRole][number];

/** Every permission, with the least role that has it. */
export const LEAST_ROLE = Object.fromEntries(
  POLICY_ROLES.flatMap((role) => ADDED[role].map((permission) => [permission, role] as const)),
) as Readonly<Record<Permission, PolicyRole>>;

export const PERMISSIONS = Object.keys(LEAST_ROLE) as readonly Permission[];

/** Whether a role has a permission. */
export const roleMay = (role: PolicyRole, permission: Permission): boolean =>
  POLICY_ROLES.indexOf(role) >= POLICY_ROLES.indexOf(LEAST_ROLE[permission]);
