import { z } from 'zod';
import { t } from '../i18n/format.js';
import { databaseUrl, postgresUrl } from './database-url.js';
import { LIMITS, type LimitName } from './limits.js';
import { withPlainPassword } from './secrets.js';
import { toggle, trustProxy, whole } from './values.js';

/** Each limit's own variable. */
const limits = Object.fromEntries(
  Object.entries(LIMITS).map(([name, { most, preset }]) => [name, whole(1, most, preset)]),
) as Record<LimitName, ReturnType<typeof whole>>;

const secretKey = z
  .string()
  .regex(/^[\x21-\x7e]{32,256}$/, { error: () => t('config.secretKey') })
  .nullable()
  .default(null);

/** Every variable that the forum reads, with its default. docs/operations.md lists them in words. */
export const environment = z.object({
  /** `sqlite:PATH` or `postgres://…`. */
  DATABASE_URL: databaseUrl.default('sqlite:./data/rejoinder.db'),
  /** A replica of the PostgreSQL of DATABASE_URL, from which public pages are read. */
  DATABASE_READ_URL: postgresUrl.nullable().default(null),
  /** Milliseconds after a change in a thread for which its pages are not read from the replica: more than that lags. */
  DATABASE_READ_LAG: whole(100, 600_000, 5_000),
  /** `redis://…` or `rediss://…` (Redis 7+, Valkey 8+): needed where several processes serve one forum. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+$/, { error: () => t('config.redis') })
    .transform(withPlainPassword)
    .nullable()
    .default(null),
  /** Before every key and channel: forums that share a Redis have one each. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: () => t('config.prefix') })
    .default('rejoinder'),
  /** By which the forum seals what nobody who reads its database may know. On SQLite a key of its own lies beside the file. */
  SECRET_KEY: secretKey,
  /** The one before: what was sealed with it can be opened still. */
  SECRET_KEY_BEFORE: secretKey,
  /** `smtp://USER:PASSWORD@HOST:587` (STARTTLS) or `smtps://…` (TLS): the server that takes mails. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, { error: () => t('config.smtp') })
    .transform(withPlainPassword)
    .nullable()
    .default(null),
  /** From whom mails are; `forum@` the host of PUBLIC_URL where nobody says so. */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,320}$/, { error: () => t('config.mailFrom') })
    .nullable()
    .default(null),
  /** Milliseconds that the mail server may take for a step. */
  SMTP_TIMEOUT: whole(100, 600_000, 10_000),
  /** The address under which browsers reach the forum: an origin, no path. Default: `http://localhost:PORT`. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: () => t('config.publicUrl'), abort: true })
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`, { error: () => t('config.origin') })
    .optional(),
  /** Where it listens. Default: everywhere; where nobody else is meant to find it (PUBLIC_URL is loopback), on this machine alone. */
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, { error: () => t('config.host') })
    .optional(),
  /** 0 takes any free port. */
  PORT: whole(0, 65_535, 3000),
  /** Which `X-Forwarded-For` is believed; unless set, none, and an address is that of the connection. */
  TRUST_PROXY: trustProxy,
  /** Off for tests and benches; refused unless PUBLIC_URL is loopback and nobody else can reach it. */
  RATE_LIMITS: toggle('on'),
  /** The demo article at `/`, and its talk on an empty database. Default: on where nobody else can see it. */
  DEMO: z.enum(['on', 'off'], { error: () => t('config.toggle') }).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: () => t('config.oneOf', { values: 'fatal, error, warn, info, debug, silent' }),
    })
    .default('info'),
  /** `auto`: sentences where a person watches (a terminal), JSON where a program collects. */
  LOG_FORMAT: z
    .enum(['auto', 'pretty', 'json'], { error: () => t('config.oneOf', { values: 'auto, pretty, json' }) })
    .default('auto'),

  /** Bytes. A larger body is 413 `too_large`. */
  BODY_LIMIT: whole(1024, 1_048_576, 65_536),
  /** Bytes. A larger frame closes the socket with 1009. */
  FRAME_LIMIT: whole(1024, 1_048_576, 16_384),
  /** Characters (grapheme clusters) of a message, unless the site says otherwise. */
  MESSAGE_LENGTH: whole(1, 20_000, 5_000),
  /** Code points of a message: a character can be made of any number of them. */
  MESSAGE_CODE_POINTS: whole(1, 1_000_000, 40_000),
  /** Bytes of a message in UTF-8. */
  MESSAGE_BYTES: whole(1_024, 1_048_576, 65_536),
  /** Bytes of a page of a thread, replies and context included, as JSON and as HTML; it ends there, with a cursor. */
  PAGE_BYTES: whole(65_536, 67_108_864, 2_097_152),
  /** Levels below which a reply is refused. */
  MESSAGE_DEPTH: whole(1, 100_000, 10_000),
  /** Seconds in which authors may edit or delete, unless the site says otherwise. */
  EDIT_WINDOW: whole(0, 31_536_000, 900),

  ...limits,
  /** Posts of one member in any minute. */
  POSTS_PER_MINUTE: whole(1, 10_000, 10),
  /** Posts in one thread in any minute, beyond which it takes no more. */
  POSTS_PER_THREAD_PER_MINUTE: whole(1, 1_000_000, 1_200),
  /** How many times as much a /56, and a /48, may as one IPv6 /64 of it, where a limit counts by blocks. */
  BLOCK_56: whole(1, 1_000, 4),
  BLOCK_48: whole(1, 1_000, 16),
  /** Seconds for which a new guest's votes and reports have limits of their own, and weigh less. */
  COOLING_OFF: whole(0, 86_400, 600),
  /** Per cent that the report of a brand-new guest counts towards taking a message off the page. */
  REPORT_WEIGHT_NEW_GUEST: whole(0, 100, 50),
  /** Per cent that each further report from one address (IPv6: one /48) counts. */
  REPORT_WEIGHT_SAME_ADDRESS: whole(0, 100, 0),

  /** Hours after which a thread in which nobody has written anything is let go. */
  EMPTY_THREADS_KEPT: whole(1, 100_000, 48),
  /** Whether the forum looks at the page of an article that is written about, for its title, address and key. */
  PAGE_LOOKS: toggle('on'),
  /** Hours after which it looks again, where somebody writes. */
  PAGE_LOOK_AGAIN: whole(1, 10_000, 24),
  /** Milliseconds in which somebody else's server must have answered whole. */
  OUTBOUND_TIMEOUT: whole(100, 60_000, 5_000),
  /** Bytes of an answer that are read, unpacked. */
  OUTBOUND_BYTES: whole(1_024, 16_777_216, 524_288),
  /** Redirects that are followed, each address checked anew. */
  OUTBOUND_REDIRECTS: whole(0, 20, 3),
  /** Lets the forum ask servers of its own machine, on any port: for development and tests. */
  OUTBOUND_LOOPBACK: toggle('off'),

  /** Events that a follower or `GET …/events` may be behind before it gets `reset`. */
  EVENTS_KEPT: whole(100, 100_000, 2_000),
  /** Events of one answer or replay at most, and bytes of them; a follower further behind goes on by position. */
  EVENTS_PER_ANSWER: whole(1, 2_000, 500),
  EVENTS_ANSWER_BYTES: whole(1_024, 67_108_864, 262_144),
  /** Events of a site's moderation queue that are kept for consoles which come back. */
  QUEUE_EVENTS_KEPT: whole(100, 100_000, 1_000),
  /** Events of a member's own inbox that are kept, and days for which they are. */
  INBOX_EVENTS_KEPT: whole(10, 100_000, 1_000),
  INBOX_DAYS_KEPT: whole(1, 3_650, 92),
  /** Rows that one answer of a moderator's search looks at; the next goes on from there. */
  SEARCH_ROWS: whole(200, 100_000, 2_000),
  /** Open sockets of this process; more get 503. */
  SOCKETS: whole(1, 1_000_000, 20_000),
  SOCKETS_PER_ADDRESS: whole(1, 100_000, 200),
  /** Readers a second that this process lets in again after all of them were dropped: over so long they are told to spread. */
  RETURNS_PER_SECOND: whole(10, 1_000_000, 4_500),
  FOLLOWS_PER_SOCKET: whole(1, 10_000, 100),
  FOLLOWS_PER_ADDRESS: whole(1, 1_000_000, 2_000),
  /** Frames from one socket in any 10 seconds; more closes it with 1008. */
  FRAMES_PER_10_SECONDS: whole(1, 100_000, 200),
  /** Bytes waiting for one reader before its socket is closed with 1013. */
  SOCKET_BUFFER: whole(16_384, 67_108_864, 1_048_576),
  /** Milliseconds between pings; a socket silent for two is closed. */
  HEARTBEAT: whole(1_000, 600_000, 30_000),
  /** Milliseconds over which sockets are told to go at shutdown. */
  DRAIN: whole(0, 60_000, 2_000),

  /** Milliseconds between looks for jobs that are due. */
  JOBS_POLL: whole(100, 60_000, 2_000),
  /** Jobs that this process does at once. */
  JOBS_AT_ONCE: whole(1, 100, 4),
  /** Milliseconds for which a process has a job for itself; what takes longer is given up and tried again. */
  JOB_LEASE: whole(10_000, 3_600_000, 60_000),
  /** Tries of a job before it is left for an operator to look at. */
  JOB_ATTEMPTS: whole(1, 100, 8),
  /** Days for which what is left over is kept: jobs that failed for the last time, guests who never said anything, events of threads. */
  DEAD_JOBS_KEPT: whole(1, 3_650, 30),
  EMPTY_GUESTS_KEPT: whole(1, 3_650, 90),
  OLD_EVENTS_KEPT: whole(1, 3_650, 7),
  /** Days after a message was posted for which it is known why it was published or held: as long as its author may complain (DSA, Art. 20). */
  VERDICTS_KEPT: whole(1, 3_650, 183),
  /** Megabytes (1,048,576 bytes) that a member's export may have, packed. */
  EXPORT_MEGABYTES: whole(1, 1_000, 200),
  /** Days for which tokens are kept that have ended. */
  ENDED_TOKENS_KEPT: whole(1, 3_650, 7),

  /** Requests let in and not answered yet; more get 503. */
  REQUESTS_IN_FLIGHT: whole(1, 1_000_000, 2_500),
  /** Milliseconds that a request may wait for its turn while this process does not keep up; later ones get 503. */
  QUEUE_DELAY: whole(1, 60_000, 50),
  /** Writes that wait for the database; more get 503. */
  WRITES_WAITING: whole(1, 1_000_000, 1_000),
  /** Connections to this process, sockets among them; also bounded by the files that the system lets it open. */
  CONNECTIONS: whole(1, 1_000_000, 25_000),

  /** Bytes of a request's headers; more get 431. */
  HEADERS_LIMIT: whole(1_024, 1_048_576, 16_384),
  /** Header fields of a request; more get 431. */
  HEADER_FIELDS: whole(10, 10_000, 100),
  /** Milliseconds until a request's headers must have come whole. */
  HEADERS_TIMEOUT: whole(1_000, 600_000, 10_000),
  /** Milliseconds until a request must have come whole. Half a connection's time without a byte either way. */
  REQUEST_TIMEOUT: whole(1_000, 600_000, 10_000),
  /** Milliseconds in which a reader must take what is written to it. */
  ANSWER_TIMEOUT: whole(1_000, 600_000, 10_000),
  /** Milliseconds that a connection is kept between requests: longer than the 60 s of common proxies, which otherwise send into one that is closing. */
  KEEP_ALIVE: whole(1_000, 600_000, 72_000),
  /** Milliseconds a write may wait for a locked database before it answers 503. */
  WRITE_PATIENCE: whole(50, 60_000, 900),
  /** Connections to PostgreSQL. */
  DATABASE_POOL: whole(1, 1_000, 10),
  /** Milliseconds to wait for a connection to PostgreSQL, a new one or one of the pool, before 503. */
  DATABASE_CONNECT_TIMEOUT: whole(100, 60_000, 5_000),
  /** Milliseconds that a statement may take on PostgreSQL before 503; a second more, and its connection is given up. */
  DATABASE_STATEMENT_TIMEOUT: whole(100, 600_000, 10_000),
  /** Milliseconds to wait for a lock that another transaction holds on PostgreSQL before 503. */
  DATABASE_LOCK_TIMEOUT: whole(100, 600_000, 4_000),
  /** Milliseconds after which PostgreSQL ends a transaction from which it hears nothing: less than others wait for its locks. */
  DATABASE_IDLE_TIMEOUT: whole(100, 600_000, 2_500),
});

type Read = z.infer<typeof environment>;
export type Config = Readonly<
  Omit<Read, 'HOST' | 'PUBLIC_URL' | 'DEMO' | 'RATE_LIMITS' | 'PAGE_LOOKS' | 'OUTBOUND_LOOPBACK'> & {
    HOST: string;
    PUBLIC_URL: URL;
    DEMO: boolean;
    RATE_LIMITS: boolean;
    PAGE_LOOKS: boolean;
    OUTBOUND_LOOPBACK: boolean;
  }
>;

/** The injection token of the one frozen Config. */
export const CONFIG = Symbol('config');
