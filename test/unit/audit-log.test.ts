import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { AuditLog, COMMAND_LINE, verdictText, walk, type AuditEntryInput } from '../../src/audit/audit-log.js';
import type { AuditLogRepository } from '../../src/audit/audit-log.repository.js';
import type { Tx } from '../../src/database/transactions.js';

const NOW = Date.UTC(2026, 10, 24, 8);
const NOTHING_YET = '0'.repeat(64);
const mia = { id: 'mia', name: 'Mia' };
const approval: AuditEntryInput = {
  siteId: 'gazette',
  actor: mia,
  action: 'message.approve',
  subject: { kind: 'message', id: 'm1' },
  before: { state: 'held' },
  after: { state: 'published' },
  reason: 'It is fine',
};

/** A log whose lines lie in memory, and what was asked of them. */
function logOf(lines: AuditEntry[] = []) {
  const asked: unknown[][] = [];
  const repository = {
    last: async () => lines.at(-1) ?? null,
    insert: async (_tx: Tx, entry: AuditEntry) => void lines.push(entry),
    before: async (...what: unknown[]) => {
      asked.push(what);
      return lines.toReversed();
    },
    after: async (seq: number, limit: number) => lines.filter((line) => line.seq > seq).slice(0, limit),
  };
  const log = new AuditLog(repository as unknown as AuditLogRepository);
  const write = (what: Partial<AuditEntryInput> = {}, now = NOW) => log.append({ now } as Tx, { ...approval, ...what });
  return { log, lines, asked, write };
}

async function written(count: number) {
  const { log, lines, write } = logOf();
  for (let n = 1; n <= count; n += 1) await write({ subject: { kind: 'message', id: `m${n}` } }, NOW + n);
  return { log, lines };
}

const verdictOn = (lines: readonly AuditEntry[]) => logOf([...lines]).log.verify();

describe('the log of what staff did', () => {
  it('has a line with who did what to whom, when, why, and what it changed', async () => {
    const { lines, write } = logOf();
    expect(await write()).toBe(1);
    expect(await write({ actor: COMMAND_LINE, siteId: '*', reason: null }, NOW + 5)).toBe(2);
    const { hash: _, ...line } = lines[0]!;
    expect(line).toEqual({
      seq: 1,
      at: NOW,
      siteId: 'gazette',
      actorId: 'mia',
      actorName: 'Mia',
      action: 'message.approve',
      subjectKind: 'message',
      subjectId: 'm1',
      before: '{"state":"held"}',
      after: '{"state":"published"}',
      reason: 'It is fine',
    });
    const ofTheServer = { actorId: 'command-line', actorName: 'command line' };
    expect(lines[1]).toMatchObject({ seq: 2, at: NOW + 5, siteId: '*', ...ofTheServer, reason: null });
  });

  it('is proved as it was by former builds: each line with the hash of the one before', async () => {
    const { lines, write } = logOf();
    await write();
    await write({ reason: null }, NOW + 5);
    let hash = NOTHING_YET;
    for (const line of lines) {
      const { seq, at, siteId, actorId, actorName, action, subjectKind, subjectId, before, after, reason } = line;
      const fields = [seq, at, siteId, actorId, actorName, action, subjectKind, subjectId, before, after, reason];
      hash = createHash('sha256')
        .update(JSON.stringify([hash, ...fields]))
        .digest('hex');
      expect(line.hash).toBe(hash);
    }
  });

  it('holds, however long it is, and says how long it is and where it ends', async () => {
    const { log, lines } = await written(2_500);
    expect(await log.verify()).toEqual({ ok: true, entries: 2_500, head: lines.at(-1)!.hash });
    expect(await verdictOn(lines.slice(0, 1_000))).toEqual({ ok: true, entries: 1_000, head: lines[999]!.hash });
    expect(await verdictOn([])).toEqual({ ok: true, entries: 0, head: NOTHING_YET });
  });

  it('is read a thousand lines at a time', async () => {
    const { lines } = await written(1_001);
    const asked: [number, number][] = [];
    await walk(async (seq, limit) => {
      asked.push([seq, limit]);
      return lines.slice(seq, seq + limit);
    });
    expect(asked).toEqual([
      [0, 1_000],
      [1_000, 1_000],
    ]);
  });

  it('is broken at a line of which anything was changed', async () => {
    const { lines } = await written(5);
    const fields = Object.keys(lines[0]!) as (keyof AuditEntry)[];
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.constantFrom(...fields), async (at, field) => {
        const changed = lines.map((line, n) =>
          n === at ? { ...line, [field]: typeof line[field] === 'number' ? line[field] + 10 : 'Something else' } : line,
        );
        const brokenAt = changed[at]!.seq;
        expect(await verdictOn(changed)).toEqual({ ok: false, entries: at, brokenAt });
      }),
    );
  });

  it.each([
    ['left out', [1, 2, 4, 5], 2, 4],
    ['left out at the beginning', [2, 3, 4, 5], 0, 2],
    ['told twice', [1, 2, 2, 3], 2, 2],
    ['in another place', [1, 3, 2, 4], 1, 3],
  ])('is broken where a line was %s', async (_what, order, entries, brokenAt) => {
    const { lines } = await written(5);
    const told = order.map((seq) => lines[seq - 1]!);
    expect(await walk(async () => told)).toEqual({ ok: false, entries, brokenAt });
  });

  it('is broken by a line that was put in with a hash of its own, unless all that follow were made anew', async () => {
    const { lines } = await written(3);
    const forged = logOf(lines.slice(0, 1));
    await forged.write({ action: 'member.ban' });
    const [, second] = forged.lines;
    expect(await verdictOn([lines[0]!, second!, lines[2]!])).toEqual({ ok: false, entries: 2, brokenAt: 3 });
  });

  it('is broken where a number was passed over, though every hash was made anew', async () => {
    const { lines } = await written(1);
    const forged = logOf([{ ...lines[0]!, seq: 2 }]);
    await forged.write();
    expect(await walk(async () => [lines[0]!, ...forged.lines.slice(1)])).toEqual({
      ok: false,
      entries: 1,
      brokenAt: 3,
    });
  });

  it('has another end when lines were cut off at it: that is what the head is kept for', async () => {
    const { lines } = await written(3);
    const [whole, cut] = [await verdictOn(lines), await verdictOn(lines.slice(0, 2))];
    expect(cut).toMatchObject({ ok: true, entries: 2 });
    expect(cut).not.toMatchObject({ head: (whole as { head: string }).head });
  });

  it('is listed from its end, or before a line, of one’s own sites alone', async () => {
    const { log, asked, write } = logOf();
    await write();
    expect(await log.list(['gazette'], null, 50)).toHaveLength(1);
    await log.list(['gazette', 'herald'], 7, 20);
    expect(asked).toEqual([
      [Number.MAX_SAFE_INTEGER, ['gazette'], 50],
      [7, ['gazette', 'herald'], 20],
    ]);
  });

  it.each([
    [{ ok: true, entries: 0, head: 'f00' }, 'The log is whole: 0 entries, head f00'],
    [{ ok: true, entries: 1, head: 'f00' }, 'The log is whole: 1 entry, head f00'],
    [{ ok: true, entries: 2, head: 'f00' }, 'The log is whole: 2 entries, head f00'],
    [{ ok: false, entries: 3, brokenAt: 4 }, 'The log is broken at entry 4; up to entry 3 it is whole'],
  ] as const)('says to its operator how it is: %j', (verdict, says) => {
    expect(verdictText(verdict)).toBe(says);
  });
});
