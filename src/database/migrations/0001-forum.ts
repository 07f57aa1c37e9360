import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, double, index, integer, key, optional, part, refers, text, varchar } from './columns.js';

const TABLES = [
  new Table({
    name: 'sites',
    columns: [varchar('id', 64, key), varchar('name', 200), text('hosts'), text('settings'), bigint('created_at')],
  }),
  new Table({
    name: 'members',
    columns: [
      varchar('id', 36, key),
      varchar('name', 100),
      varchar('name_skeleton', 400),
      varchar('kind', 16),
      varchar('email', 254, optional),
      integer('published_count'),
      bigint('created_at'),
    ],
    indices: [
      index('members_email', ['email'], { isUnique: true }),
      index('members_name_skeleton', ['name_skeleton', 'kind']),
    ],
  }),
  new Table({
    name: 'staff_roles',
    columns: [
      varchar('member_id', 36, part('staff_roles_key')),
      varchar('site_id', 64, part('staff_roles_key')),
      varchar('role', 16),
    ],
    foreignKeys: [refers('staff_roles_member', 'member_id', 'members')],
  }),
  new Table({
    name: 'tokens',
    columns: [
      varchar('hash', 64, key),
      varchar('member_id', 36),
      varchar('kind', 16),
      bigint('created_at'),
      bigint('expires_at', optional),
      bigint('revoked_at', optional),
    ],
    indices: [index('tokens_member', ['member_id'])],
    foreignKeys: [refers('tokens_member_fk', 'member_id', 'members')],
  }),
  new Table({
    name: 'threads',
    columns: [
      varchar('id', 36, key),
      varchar('site_id', 64),
      varchar('key', 255, optional),
      text('url'),
      text('title'),
      varchar('state', 16),
      varchar('closed_by', 64, optional),
      text('closed_reason', optional),
      bigint('closed_at', optional),
      integer('message_count'),
      bigint('position'),
      varchar('epoch', 36),
      bigint('created_at'),
    ],
    indices: [
      index('threads_key', ['site_id', 'key'], { isUnique: true }),
      index('threads_url', ['site_id', 'url'], { isUnique: true, where: '"key" IS NULL' }),
      index('threads_any_url', ['site_id', 'url']),
    ],
    foreignKeys: [refers('threads_site', 'site_id', 'sites')],
  }),
  new Table({
    name: 'thread_events',
    columns: [
      varchar('thread_id', 36, part('thread_events_key')),
      bigint('position', part('thread_events_key')),
      varchar('type', 32),
      varchar('message_id', 36, optional),
      text('detail'),
      bigint('at'),
    ],
  }),
  new Table({
    name: 'messages',
    columns: [
      varchar('id', 36, key),
      varchar('site_id', 64),
      varchar('thread_id', 36),
      varchar('parent_id', 36),
      integer('depth'),
      bigint('position', optional),
      integer('revision'),
      integer('decided_revision'),
      varchar('author_id', 36),
      text('text'),
      varchar('words', 16),
      text('html'),
      varchar('state', 16),
      { name: 'visible', type: 'boolean' },
      integer('reply_count'),
      integer('up'),
      integer('down'),
      double('best'),
      double('hot'),
      double('controversial'),
      integer('open_reports'),
      text('reasons'),
      bigint('created_at'),
      bigint('edited_at', optional),
    ],
    indices: [
      index('messages_position', ['thread_id', 'position'], { isUnique: true }),
      index('messages_by_position', ['thread_id', 'parent_id', 'visible', 'position']),
      index('messages_by_best', ['thread_id', 'parent_id', 'visible', 'best', 'position']),
      index('messages_by_hot', ['thread_id', 'parent_id', 'visible', 'hot', 'position']),
      index('messages_by_controversial', ['thread_id', 'parent_id', 'visible', 'controversial', 'position']),
      index('messages_by_author', ['author_id', 'created_at', 'words']),
      index('messages_queue', ['site_id', 'state', 'id'], {
        where: `"state" <> 'published' OR "open_reports" > 0`,
      }),
    ],
    foreignKeys: [refers('messages_thread', 'thread_id', 'threads'), refers('messages_author', 'author_id', 'members')],
  }),
  new Table({
    name: 'votes',
    columns: [
      varchar('message_id', 36, part('votes_key')),
      varchar('member_id', 36, part('votes_key')),
      varchar('thread_id', 36),
      { name: 'value', type: 'smallint' },
    ],
    indices: [index('votes_of_member', ['member_id', 'thread_id'])],
    foreignKeys: [refers('votes_message', 'message_id', 'messages')],
  }),
  new Table({
    name: 'reports',
    columns: [
      varchar('id', 36, key),
      varchar('message_id', 36),
      varchar('member_id', 36),
      varchar('reason', 32),
      text('note', optional),
      varchar('state', 16),
      bigint('created_at'),
    ],
    indices: [
      index('reports_once', ['message_id', 'member_id'], { isUnique: true, where: '"state" = \'open\'' }),
      index('reports_of_message', ['message_id', 'state']),
    ],
    foreignKeys: [refers('reports_message', 'message_id', 'messages')],
  }),
  new Table({
    name: 'sanctions',
    columns: [
      varchar('id', 36, key),
      varchar('member_id', 36),
      varchar('site_id', 64),
      varchar('kind', 16),
      bigint('until', optional),
      text('reason'),
      varchar('by_id', 36),
      bigint('created_at'),
      bigint('lifted_at', optional),
    ],
    indices: [index('sanctions_member', ['member_id', 'site_id'])],
    foreignKeys: [refers('sanctions_member_fk', 'member_id', 'members')],
  }),
  new Table({
    name: 'audit_log',
    columns: [
      bigint('seq', key),
      bigint('at'),
      varchar('site_id', 64),
      varchar('actor_id', 36),
      varchar('actor_name', 100),
      varchar('action', 32),
      varchar('subject_kind', 16),
      varchar('subject_id', 64),
      text('before'),
      text('after'),
      text('reason', optional),
      varchar('hash', 64),
    ],
    indices: [index('audit_log_site', ['site_id', 'seq'])],
  }),
  new Table({
    name: 'idempotency_keys',
    columns: [
      varchar('owner', 80, part('idempotency_keys_key')),
      varchar('key', 64, part('idempotency_keys_key')),
      varchar('fingerprint', 64),
      text('answer'),
      bigint('created_at'),
    ],
    indices: [index('idempotency_keys_age', ['created_at'])],
  }),
];

/** The first house: sites, members, threads, messages, moderation and the log of each. */
export class Forum1764000000000 implements MigrationInterface {
  readonly name = 'Forum1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}
