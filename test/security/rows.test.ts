import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

/** "Mistakes others made first": so many. */
const ROWS = Array.from({ length: 89 }, (_, n) => n + 1);
const FOLDER = new URL('./', import.meta.url);

/** The rows that the titles of tests name: `(row 71)`, `(rows 1 to 5, 8 and 11)`. */
function rowsIn(text: string): number[] {
  return [...text.matchAll(/\(rows? ([\d ,to]*(?:and )?\d+)\)['`"]/g)].flatMap(([, said = '']) => {
    const ranges = [...said.matchAll(/(\d+) to (\d+)/g)].flatMap(([, from, to]) =>
      Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n),
    );
    return [...ranges, ...[...said.matchAll(/\d+/g)].map(([row]) => Number(row))];
  });
}

describe('each mistake that others made first', () => {
  const tested = new Set(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && name !== 'rows.test.ts')
      .flatMap((name) => rowsIn(readFileSync(new URL(name, FOLDER), 'utf8'))),
  );
  const document = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const listed = new Map(
    [...document.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \|$/gm)].map(([, row, why]) => [Number(row), why]),
  );

  it('has a test here, or stands in docs/security.md with the reason why it has none', () => {
    expect(ROWS.filter((row) => !tested.has(row) && !listed.has(row))).toEqual([]);
    for (const [row, why] of listed)
      expect([row, ROWS.includes(row), (why ?? '').length > 20]).toEqual([row, true, true]);
    for (const row of tested) expect(ROWS).toContain(row);
  });

  it('is found by its number in a title, and nowhere else', () => {
    expect(rowsIn("it('x (row 7)', …); it('y (rows 1 to 3, 8 and 11)', …)")).toEqual([7, 1, 2, 3, 1, 3, 8, 11]);
    expect(rowsIn('/** Row 5, (row 6) */')).toEqual([]);
  });
});
