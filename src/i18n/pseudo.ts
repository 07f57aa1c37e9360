import type { Compiled } from './format.js';

/** Letters that are read as what they stand for, and that no sentence left in the code has. */
const ACCENTED = 'àƀćďéƒĝĥîĵķłɱñõþǫŕšţûṽŵẋýžÀƁĆĎÉƑĜĤÎĴĶŁṀÑÕÞǪŔŠŢÛṼŴẊÝŽ';
const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** A language that needs more room than English is about so much longer. */
const LONGER = 0.3;

/**
 * A message in a language that nobody speaks: in brackets, with accents and longer by a third. What stands on a page without
 * them was left in the code; what is cut off or runs out of its place will be so in German or Finnish.
 */
export const pseudo = (message: Compiled): Compiled => {
  const length = lengthOf(message);
  const more = '~'.repeat(Math.ceil(length * LONGER));
  const parts = typeof message === 'string' ? [message] : message;
  const dressed = parts.map(dress);
  const all = ['[', ...dressed, ...(more ? [more] : []), ']'];
  return all.every((part) => typeof part === 'string') ? all.join('') : all;
};

type Part = Exclude<Compiled, string>[number];

function dress(part: Part): Part {
  if (typeof part === 'string') return part.replace(/[a-z]/gi, (letter) => ACCENTED.charAt(PLAIN.indexOf(letter)));
  const [name, cases] = part;
  if (!cases) return part;
  const inside = (one: Compiled): Compiled => (typeof one === 'string' ? (dress(one) as string) : one.map(dress));
  return [name, Object.fromEntries(Object.entries(cases).map(([key, one]) => [key, inside(one)]))];
}

const lengthOf = (message: Compiled): number =>
  typeof message === 'string'
    ? message.length
    : message.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : caseLength(part[1])), 0);

const caseLength = (cases: Readonly<Record<string, Compiled>> | undefined): number =>
  cases ? Math.max(...Object.values(cases).map(lengthOf)) : 0;
