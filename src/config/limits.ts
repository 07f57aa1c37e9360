const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * By whom a limit counts. `address`: IPv4 whole, IPv6 by its /64 · `block`: the same, and the /56 and the /48 around it with a
 * few times as much (BLOCK_56, BLOCK_48), because one customer may be given either · `member` · `site` · `mailbox`.
 */
export type CountedBy = 'address' | 'block' | 'member' | 'site' | 'mailbox';

type Limit = {
  /** How often in `seconds`, unless the environment says otherwise. */
  readonly preset: number;
  /** What the environment may say at most. */
  readonly most: number;
  /** The window, from its first use on. */
  readonly seconds: number;
  readonly by: CountedBy;
};

/**
 * Every limit of speed, under the name of its variable: a new one is one line here, one in docs/operations.md, and
 * `limits.take(NAME, key)` where it holds. Those of an address leave room for a school or an office behind it. The pace of posts is a rule of
 * its own: messages/rules.
 */
export const LIMITS = {
  REQUESTS_PER_MINUTE: { preset: 1_200, most: 1_000_000, seconds: MINUTE, by: 'address' },
  /** Kilobytes of the past (events that were missed), over sockets and requests; whoever has had them reads the page again instead. */
  REPLAYED_KILOBYTES_PER_MINUTE: { preset: 131_072, most: 1_000_000_000, seconds: MINUTE, by: 'address' },
  WRITES_PER_MINUTE: { preset: 120, most: 100_000, seconds: MINUTE, by: 'member' },
  /** What staff do under /moderation, instead of WRITES_PER_MINUTE: far above any hand. */
  DECISIONS_PER_MINUTE: { preset: 1_200, most: 100_000, seconds: MINUTE, by: 'member' },
  GUESTS_PER_HOUR: { preset: 30, most: 100_000, seconds: HOUR, by: 'block' },
  /** Challenges for proofs of work. */
  CHALLENGES_PER_HOUR: { preset: 240, most: 100_000, seconds: HOUR, by: 'block' },
  /** Codes to sign in by that are asked for, and those that are tried. */
  MAIL_CODES_PER_HOUR: { preset: 30, most: 100_000, seconds: HOUR, by: 'block' },
  MAIL_CODES_TRIED_PER_HOUR: { preset: 120, most: 100_000, seconds: HOUR, by: 'block' },
  /** What authenticators are asked to sign, and passkeys that are tried. */
  PASSKEY_CHALLENGES_PER_HOUR: { preset: 120, most: 100_000, seconds: HOUR, by: 'block' },
  PASSKEYS_TRIED_PER_HOUR: { preset: 120, most: 100_000, seconds: HOUR, by: 'block' },
  /** Tokens of publishers for their own readers: one for each page that is opened. */
  SSO_SIGN_INS_PER_HOUR: { preset: 20_000, most: 1_000_000, seconds: HOUR, by: 'block' },
  /** Mails to one address; whoever asks for more is told the same, and none is sent. */
  MAILS_PER_MAILBOX_PER_HOUR: { preset: 5, most: 10_000, seconds: HOUR, by: 'mailbox' },
  /** New threads, opened by a first post or by `PUT /threads`; what a site's staff opens is not counted. */
  THREADS_PER_HOUR: { preset: 60, most: 100_000, seconds: HOUR, by: 'block' },
  SITE_THREADS_PER_HOUR: { preset: 2_000, most: 1_000_000, seconds: HOUR, by: 'site' },
  EDITS_PER_MINUTE: { preset: 20, most: 10_000, seconds: MINUTE, by: 'member' },
  EDITS_PER_ADDRESS_PER_MINUTE: { preset: 120, most: 100_000, seconds: MINUTE, by: 'block' },
  VOTES_PER_ADDRESS_PER_MINUTE: { preset: 120, most: 100_000, seconds: MINUTE, by: 'block' },
  REPORTS_PER_HOUR: { preset: 30, most: 10_000, seconds: HOUR, by: 'member' },
  REPORTS_PER_ADDRESS_PER_HOUR: { preset: 60, most: 100_000, seconds: HOUR, by: 'block' },
  /** Posts and edits that wait for a moderator. */
  HELD_PER_ADDRESS_PER_MINUTE: { preset: 30, most: 100_000, seconds: MINUTE, by: 'block' },
  HELD_PER_ADDRESS_PER_HOUR: { preset: 300, most: 100_000, seconds: HOUR, by: 'block' },
  /** Exports of what is stored of a member, and how often they are downloaded. */
  EXPORTS_PER_DAY: { preset: 5, most: 1_000, seconds: DAY, by: 'member' },
  EXPORT_DOWNLOADS_PER_HOUR: { preset: 20, most: 10_000, seconds: HOUR, by: 'member' },
  /** Votes of brand-new guests (COOLING_OFF) on one message. */
  NEW_GUEST_VOTES_PER_10_MINUTES: { preset: 5, most: 10_000, seconds: 10 * MINUTE, by: 'block' },
  /** Reports of brand-new guests, of whatever message. */
  NEW_GUEST_REPORTS_PER_10_MINUTES: { preset: 10, most: 10_000, seconds: 10 * MINUTE, by: 'block' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
