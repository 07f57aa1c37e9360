import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { memberActor, readerActor, type Actor, type Identity } from '../../src/auth/actor.js';
import { authorize, OPEN } from '../../src/auth/policy/may.js';
import { LEAST_ROLE, PERMISSIONS, POLICY_ROLES, type PolicyRole } from '../../src/auth/policy/policy.js';
import { Statements, type Statement } from '../../src/auth/policy/statements.js';
import type { ClientFrame } from '../../src/live/live.schema.js';
import { STAFF_ROLES } from '../../src/members/members.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

/** What people have read and found right: a row for each route and frame. A new one fails here until its row stands there. */
const TABLE = readFileSync(new URL('authorisation.md', import.meta.url), 'utf8');
const UNKNOWN = '00000000-0000-7000-8000-000000000000';

const actorOf = (role: PolicyRole): Actor => {
  const staff = STAFF_ROLES.find((one) => one === role);
  if (role === 'reader') return readerActor('192.0.2.1');
  const roles: Identity['roles'] = staff ? { default: staff } : {};
  return memberActor({ id: role, name: role, kind: 'guest', createdAt: 0, roles, sanctionedOn: [] }, null, '192.0.2.1');
};

/** The code of a refusal; `none` of an answer. */
const codeIn = (body: unknown): string => (body as { error?: { code: string } } | null)?.error?.code ?? 'none';

/** `yes`, or by which code somebody is refused. */
const verdictOf = (role: PolicyRole, { required }: Statement): string => {
  try {
    authorize(actorOf(role), required ?? []);
    return 'yes';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const rowOf = (statement: Statement): string => {
  const takes = statement.required === OPEN ? 'open' : (statement.required ?? []).join(', ');
  return `| ${[statement.way, takes, ...POLICY_ROLES.map((role) => verdictOf(role, statement))].join(' | ')} |`;
};

describe('who may do what', () => {
  let forum: Forum;
  let ways: Statement[];
  let cast: Readonly<Record<PolicyRole, Person | null>>;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    ways = forum.service(Statements).all();
    const admin = await forum.staff('Ada', 'admin', 'default');
    cast = { reader: null, member: forum.ana, moderator: forum.mia, admin, owner: forum.olga };
  });

  it('stands in the table, a row for each route and frame, and nothing else', () => {
    const rows = TABLE.split('\n').filter((line) => /^\| (GET|POST|PUT|PATCH|DELETE|FRAME|ALL) /.test(line));
    expect(rows).toEqual([...new Set(ways.map(rowOf))].toSorted());
  });

  it('is said with names that a route or a frame takes, or a service asks for', () => {
    const taken = new Set(ways.flatMap(({ required }) => (required === OPEN ? [] : required)));
    // The publisher's word is believed from staff, whichever way it comes.
    const asked = ['thread.vouch'];
    expect(PERMISSIONS.filter((permission) => !taken.has(permission)).toSorted()).toEqual(asked);
    expect(Object.values(LEAST_ROLE).every((role) => POLICY_ROLES.includes(role))).toBe(true);
  });

  it.each(POLICY_ROLES)('is kept on every route, asked by: %s', async (role) => {
    // Whoever signs out could be asked nothing more.
    const routes = ways
      .filter(({ way, required }) => !way.startsWith('FRAME') && required !== OPEN)
      .filter(({ way }) => way !== 'POST /console/sign-out');
    expect(routes.length).toBeGreaterThan(30);
    for (const statement of routes) {
      const [method = '', path = ''] = statement.way.split(' ');
      const who = cast[role];
      const answer = await forum.visit(path.replace(/:\w+/g, UNKNOWN), {
        method,
        headers: {
          ...(who ? { authorization: `Bearer ${who.token}` } : {}),
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        ...(method === 'GET' ? {} : { body: '{"nothing":"known"}' }),
      });
      const verdict = verdictOf(role, statement);
      const code = codeIn(answer.body);
      if (verdict === 'yes')
        expect([statement.way, ['sign_in_required', 'not_allowed'].includes(code)]).toEqual([statement.way, false]);
      else expect([statement.way, code]).toEqual([statement.way, verdict]);
    }
  });

  it.each(POLICY_ROLES)('is kept for every frame, sent by: %s', async (role) => {
    const frames: ClientFrame[] = [
      { event: 'follow', data: { thread: forum.thread.id } },
      { event: 'unfollow', data: { thread: UNKNOWN } },
      { event: 'typing', data: { thread: UNKNOWN } },
      { event: 'authenticate', data: { token: forum.ben.token } },
    ];
    const stated = ways.filter(({ way }) => way.startsWith('FRAME '));
    expect(frames.map(({ event }) => `FRAME ${event}`).toSorted()).toEqual(stated.map(({ way }) => way).toSorted());
    const reader = await forum.connect(cast[role]);
    for (const frame of frames) {
      const statement = stated.find(({ way }) => way === `FRAME ${frame.event}`) as Statement;
      const verdict = verdictOf(role, statement);
      if (verdict === 'yes') continue;
      reader.send(frame);
      expect(await reader.frame('error')).toMatchObject({ for: frame.event, code: verdict });
    }
    reader.socket.terminate();
  });

  it('is nobody’s who is banned, but what every member may', () => {
    for (const role of STAFF_ROLES) {
      const member = { id: role, name: role, kind: 'staff', createdAt: 0, roles: { default: role } } as const;
      const banned = memberActor({ ...member, sanctionedOn: ['default'] }, null, '192.0.2.1');
      for (const permission of PERMISSIONS) {
        const isMembers = ['reader', 'member'].includes(LEAST_ROLE[permission]);
        const asked = () => authorize(banned, [permission]);
        if (isMembers) expect(asked).not.toThrow();
        else expect(asked).toThrow(expect.objectContaining({ code: 'not_allowed' }));
      }
    }
  });
});
