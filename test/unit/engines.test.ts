import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

type Locked = { readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>> };

/** The oldest Node that README promises, and of which every package has to say that it runs there. */
const OLDEST = [20, 19, 0] as const;

/** True when a range of versions has OLDEST in it: alternatives, each of one comparison or of several. */
function takesOldest(range: string): boolean {
  return range.split('||').some((alternative) =>
    alternative
      .replaceAll(/([<>=^~]) +/g, '$1')
      .trim()
      .split(/\s+/)
      .every((comparison) => holds(comparison)),
  );
}

function holds(comparison: string): boolean {
  const [, how = '', version = ''] = /^([<>=^~]*)v?(.*)$/.exec(comparison) ?? [];
  const named = version
    .split('.')
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
  const order = Math.sign(OLDEST.map((part, n) => part - (named[n] ?? 0)).find((difference) => difference !== 0) ?? 0);
  const same = (parts: number) => named.slice(0, parts).every((part, n) => part === OLDEST[n]);
  if (how === '>=') return order >= 0;
  if (how === '>') return order > 0 && !same(named.length);
  if (how === '<=') return order <= 0 || same(named.length);
  if (how === '<') return order < 0;
  if (how === '^') return order >= 0 && same(1);
  if (how === '~') return order >= 0 && same(2);
  return same(named.length);
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const locked = JSON.parse(read('package-lock.json')) as Locked;

it('says which ranges Node 20.19 is in', () => {
  const within = [
    '*',
    '20',
    '20.x',
    '>=20',
    '>= 0.4',
    '^18.14.0 || ^20.19.0 || >=24',
    '>=18 <21',
    '~20.19.0',
    '18 || 20',
  ];
  const without = ['>=22', '^20.20.0', '^22.22.3 || >=26.0.0', '>=18 <20', '~20.18.0', '18', '10.* || >=22.12'];
  expect(within.filter((range) => !takesOldest(range))).toEqual([]);
  expect(without.filter((range) => takesOldest(range))).toEqual([]);
});

it('installs nothing that wants a newer Node than README does', () => {
  const demanding = Object.entries(locked.packages).filter(([, { engines }]) => !takesOldest(engines?.node ?? '*'));
  expect(demanding.map(([path, { engines }]) => `${path}: ${engines?.node}`)).toEqual([]);
});

it('takes packages from whatever registry the machine has', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});
