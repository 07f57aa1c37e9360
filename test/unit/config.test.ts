import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../../src/config/config-error.js';
import { readConfig } from '../../src/config/read-config.js';
import { LIMITS } from '../../src/config/limits.js';
import { freshFolder, run } from '../support/program.js';

/** Each variable: a value that is taken, and values that are not, with what is then said. */
const VARIABLES = {
  DATABASE_URL: {
    good: 'postgres://localhost/forum',
    bad: [
      'mysql://localhost',
      'sqlite:',
      './forum.db',
      'sqlite::memory:',
      'sqlite:file:forum.db',
      'sqlite:forum.db?mode=ro',
      'sqlite://forum.db',
      'sqlite:///forum.db',
      'sqlite:~/forum.db',
      'sqlite:$HOME/forum.db',
      'sqlite: forum.db',
      'sqlite:data/',
    ],
    allowed: /sqlite:PATH|name its folder in full|name a file/,
  },
  PUBLIC_URL: {
    good: 'https://forum.example',
    bad: [
      'forum.example',
      'ftp://forum.example',
      'https://forum.example/path',
      'https://forum.example/?a',
      'https://forum.example/#a',
      'https://ana@forum.example',
    ],
    allowed: /http or https address|no path and no query/,
  },
  HOST: { good: '127.0.0.1', bad: [' ', 'http://localhost', 'local host'], allowed: /address or a host name/ },
  PORT: {
    good: '8080',
    bad: ['65536', '-1', '80.5', 'http', '0x50', ' 80', '1e3'],
    allowed: /whole number from 0 to 65535/,
  },
  TRUST_PROXY: {
    good: '127.0.0.1, 10.0.0.0/8, fd00::/8, loopback',
    bad: [
      '0',
      '33',
      'on',
      'true',
      'all',
      '10.0.0.0/33',
      'proxy.example',
      '10.0.0.1,,10.0.0.2',
      '0.0.0.0/0',
      '1.5',
      '10.1/8',
      '::1/129',
    ],
    allowed: /off, a whole number of proxies from 1 to 32, or a list of addresses/,
  },
  DATABASE_READ_URL: {
    good: 'postgres://ana@replica/forum',
    bad: ['sqlite:./copy.db', 'replica:5432', 'mysql://replica'],
    allowed: /must be postgres:/,
  },
  REDIS_URL: {
    good: 'redis://redis.internal:6379/2',
    bad: ['localhost:6379', 'http://localhost', 'redis://'],
    allowed: /redis:\/\/… or rediss:\/\/…/,
  },
  REDIS_PREFIX: { good: 'gazette.forum', bad: ['a b', 'x'.repeat(65), '*'], allowed: /up to 64 letters/ },
  SECRET_KEY: { good: 'x'.repeat(32), bad: ['short', 'x'.repeat(257), `${'x'.repeat(31)} y`], allowed: /32 to 256/ },
  SECRET_KEY_BEFORE: { good: 'x'.repeat(32), bad: ['short'], allowed: /32 to 256/ },
  SMTP_URL: {
    good: 'smtp://ana@mail.example:587',
    bad: ['mail.example', 'http://x', 'smtp://'],
    allowed: /smtp:.+smtps:/,
  },
  MAIL_FROM: { good: 'The Gazette <forum@gazette.example>', bad: ['a\nb', 'x'], allowed: /mail address/ },
  PAGE_LOOKS: { good: 'off', bad: ['false', 'OFF', '0'], allowed: /on or off/ },
  OUTBOUND_LOOPBACK: { good: 'on', bad: ['true', 'ON', '1'], allowed: /on or off/ },
  RATE_LIMITS: { good: 'off', bad: ['false', 'OFF', '0'], allowed: /on or off/ },
  DEMO: { good: 'off', bad: ['yes', 'true', 'On'], allowed: /on or off/ },
  LOG_FORMAT: { good: 'json', bad: ['JSON', 'text', 'on'], allowed: /auto, pretty, json/ },
  LOG_LEVEL: { good: 'silent', bad: ['verbose', 'INFO', '3'], allowed: /fatal.*silent/ },
  ...Object.fromEntries(
    Object.entries({
      BODY_LIMIT: [1_024, 1_048_576],
      FRAME_LIMIT: [1_024, 1_048_576],
      MESSAGE_LENGTH: [1, 20_000],
      MESSAGE_CODE_POINTS: [1, 1_000_000],
      MESSAGE_BYTES: [1_024, 1_048_576],
      PAGE_BYTES: [65_536, 67_108_864],
      MESSAGE_DEPTH: [1, 100_000],
      EDIT_WINDOW: [0, 31_536_000],
      POSTS_PER_MINUTE: [1, 10_000],
      POSTS_PER_THREAD_PER_MINUTE: [1, 1_000_000],
      ...Object.fromEntries(Object.entries(LIMITS).map(([name, { most }]) => [name, [1, most] as const])),
      JOBS_POLL: [100, 60_000],
      JOBS_AT_ONCE: [1, 100],
      JOB_LEASE: [10_000, 3_600_000],
      JOB_ATTEMPTS: [1, 100],
      DEAD_JOBS_KEPT: [1, 3_650],
      EMPTY_THREADS_KEPT: [1, 100_000],
      PAGE_LOOK_AGAIN: [1, 10_000],
      OUTBOUND_TIMEOUT: [100, 60_000],
      SMTP_TIMEOUT: [100, 600_000],
      OUTBOUND_BYTES: [1_024, 16_777_216],
      OUTBOUND_REDIRECTS: [0, 20],
      EMPTY_GUESTS_KEPT: [1, 3_650],
      OLD_EVENTS_KEPT: [1, 3_650],
      VERDICTS_KEPT: [1, 3_650],
      ENDED_TOKENS_KEPT: [1, 3_650],
      EXPORT_MEGABYTES: [1, 1_000],
      BLOCK_56: [1, 1_000],
      BLOCK_48: [1, 1_000],
      COOLING_OFF: [0, 86_400],
      REPORT_WEIGHT_NEW_GUEST: [0, 100],
      REPORT_WEIGHT_SAME_ADDRESS: [0, 100],
      EVENTS_KEPT: [100, 100_000],
      QUEUE_EVENTS_KEPT: [100, 100_000],
      INBOX_EVENTS_KEPT: [10, 100_000],
      INBOX_DAYS_KEPT: [1, 3_650],
      SEARCH_ROWS: [200, 100_000],
      EVENTS_PER_ANSWER: [1, 2_000],
      EVENTS_ANSWER_BYTES: [1_024, 67_108_864],
      REQUESTS_IN_FLIGHT: [1, 1_000_000],
      QUEUE_DELAY: [1, 60_000],
      WRITES_WAITING: [1, 1_000_000],
      CONNECTIONS: [1, 1_000_000],
      HEADERS_LIMIT: [1_024, 1_048_576],
      HEADER_FIELDS: [10, 10_000],
      HEADERS_TIMEOUT: [1_000, 600_000],
      ANSWER_TIMEOUT: [1_000, 600_000],
      KEEP_ALIVE: [1_000, 600_000],
      SOCKETS: [1, 1_000_000],
      SOCKETS_PER_ADDRESS: [1, 100_000],
      RETURNS_PER_SECOND: [10, 1_000_000],
      FOLLOWS_PER_SOCKET: [1, 10_000],
      FOLLOWS_PER_ADDRESS: [1, 1_000_000],
      FRAMES_PER_10_SECONDS: [1, 100_000],
      SOCKET_BUFFER: [16_384, 67_108_864],
      HEARTBEAT: [1_000, 600_000],
      DRAIN: [0, 60_000],
      REQUEST_TIMEOUT: [1_000, 600_000],
      WRITE_PATIENCE: [50, 60_000],
      DATABASE_POOL: [1, 1_000],
      DATABASE_READ_LAG: [100, 600_000],
      DATABASE_CONNECT_TIMEOUT: [100, 60_000],
      DATABASE_STATEMENT_TIMEOUT: [100, 600_000],
      DATABASE_LOCK_TIMEOUT: [100, 600_000],
      DATABASE_IDLE_TIMEOUT: [100, 600_000],
    } as const).map(([name, [least, most]]) => [
      name,
      {
        good: String(most),
        bad: [String(least - 1), String(most + 1), 'many', '1.5', '-7', '١٠'],
        allowed: new RegExp(`whole number from ${least} to ${most}$`),
      },
    ]),
  ),
} as Readonly<Record<string, { good: string; bad: readonly string[]; allowed: RegExp }>>;

const refusalOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
  return 'taken';
};

describe('the configuration', () => {
  it('is tried here with every variable that there is', () => {
    expect(Object.keys(readConfig({})).toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
  });

  it('is told to operators, every variable of it', () => {
    const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const told = new Set(
      [...operations.matchAll(/^\|(.+?)\|/gm)].flatMap(([, first = '']) => first.match(/[A-Z][A-Z\d_]+/g)),
    );
    expect(Object.keys(VARIABLES).filter((name) => !told.has(name))).toEqual([]);
  });

  it.each(Object.entries(VARIABLES))(
    'takes a good %s, and with a bad one names it, tells the value and what is allowed',
    (name, { good, bad, allowed }) => {
      expect(refusalOf({ [name]: good })).toBe('taken');
      for (const value of bad) {
        const refusal = refusalOf({ [name]: value });
        expect(refusal).toMatch(new RegExp(`^${name}=`));
        expect(refusal).toContain(JSON.stringify(value));
        expect(refusal).toMatch(allowed);
      }
    },
  );

  it('tells nobody the password of the database', () => {
    const refusal = refusalOf({ DATABASE_URL: 'mysql://olga:secret@localhost/forum' });
    expect(refusal).toMatch(/^DATABASE_URL="mysql:\/\/olga:…@localhost\/forum": must be/);
  });

  it('names every wrong variable at once', () => {
    const refusal = refusalOf({ PORT: 'x', HEARTBEAT: '1', DEMO: 'maybe', BODY_LIMIT: '65536' });
    expect(
      refusal
        .split('\n')
        .map((line) => line.split('=')[0])
        .toSorted(),
    ).toEqual(['DEMO', 'HEARTBEAT', 'PORT']);
  });

  it('takes an empty variable for one that is not set, and knows nothing of others', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '', PATH: '/bin', PROT: '1' })).toEqual(readConfig({}));
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://127.9.9.9:80', 'http://[::1]:3000'])(
    'lets limits be off, listens to this machine alone and has the demo on, at %s',
    (PUBLIC_URL) => {
      const { hostname } = new URL(PUBLIC_URL);
      const HOST = hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/[[\]]/g, '');
      expect(readConfig({ PUBLIC_URL, RATE_LIMITS: 'off' })).toMatchObject({ RATE_LIMITS: false, DEMO: true, HOST });
    },
  );

  it.each([
    [{}, { DEMO: true, HOST: '127.0.0.1' }],
    [{ HOST: '127.0.0.1' }, { DEMO: true }],
    [{ HOST: 'localhost' }, { DEMO: true }],
    [{ HOST: '::1' }, { DEMO: true }],
    [{ HOST: '0.0.0.0' }, { DEMO: false }],
    [{ HOST: '::' }, { DEMO: false }],
    [{ HOST: '192.168.1.7' }, { DEMO: false }],
    [{ NODE_ENV: 'production' }, { DEMO: false, HOST: '0.0.0.0' }],
    [
      { NODE_ENV: 'production', DEMO: 'on' },
      { DEMO: true, HOST: '0.0.0.0' },
    ],
    [{ NODE_ENV: 'production', HOST: '127.0.0.1' }, { DEMO: false }],
    [
      { HOST: '0.0.0.0', DEMO: 'on' },
      { DEMO: true, HOST: '0.0.0.0' },
    ],
    [{ DEMO: 'off' }, { DEMO: false, HOST: '127.0.0.1' }],
    [{ PUBLIC_URL: 'https://forum.example', HOST: '127.0.0.1' }, { DEMO: false }],
    [{ PUBLIC_URL: 'https://forum.example' }, { DEMO: false, HOST: '0.0.0.0' }],
  ])('has the invented newspaper only where it was asked for, or nobody else can see it: %j', (env, expected) => {
    expect(readConfig(env as Record<string, string>)).toMatchObject(expected);
  });

  it.each([
    'https://forum.example',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://[::2]',
  ])('keeps limits on, and the demo off, at %s', (PUBLIC_URL) => {
    const refusal = refusalOf({ PUBLIC_URL, RATE_LIMITS: 'off' });
    expect(refusal).toMatch(/^RATE_LIMITS="off": allowed only where PUBLIC_URL is loopback/);
    expect(refusal).toContain(new URL(PUBLIC_URL).origin);
    expect(readConfig({ PUBLIC_URL })).toMatchObject({ RATE_LIMITS: true, DEMO: false });
    expect(readConfig({ PUBLIC_URL, DEMO: 'on' }).DEMO).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'forum.example', '127.999.1.1', '127.0.0.1.example'])(
    'keeps limits on where it listens on %s',
    (HOST) => {
      const refusal = refusalOf({ PUBLIC_URL: 'http://localhost:3000', HOST, RATE_LIMITS: 'off' });
      expect(refusal).toContain(`and HOST is ${HOST}`);
      expect(refusalOf({ PUBLIC_URL: 'http://localhost:3000', HOST: '127.0.0.1', RATE_LIMITS: 'off' })).toBe('taken');
    },
  );

  it('finds the forum where it listens, unless told where browsers find it', () => {
    expect(readConfig({ PORT: '4000' }).PUBLIC_URL.origin).toBe('http://localhost:4000');
    expect(readConfig({ PORT: '4000', PUBLIC_URL: 'https://forum.example' }).PUBLIC_URL.origin).toBe(
      'https://forum.example',
    );
  });
});

describe('a start with a wrong variable', () => {
  it.each([
    [{ PORT: 'eighty' }, /^PORT="eighty": /],
    [{ DATABASE_URL: 'mysql://localhost/forum' }, /^DATABASE_URL="mysql:/],
    [{ PUBLIC_URL: 'https://forum.example', RATE_LIMITS: 'off' }, /^RATE_LIMITS="off": /],
  ])('ends with exit code 1 and a line that names it: %j', async (env, says) => {
    const started = await run('main.js', [], { cwd: await freshFolder(), env });
    expect(started).toMatchObject({ code: 1, stdout: '' });
    expect(started.stderr).toMatch(says);
    expect(started.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
