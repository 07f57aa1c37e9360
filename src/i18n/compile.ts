import { parse, type PluralCategory, type Select, type Token } from '@messageformat/parser';
import type { Choice, Compiled } from './format.js';

/** What a parameter of a message is: a number, one of these words, or any text. */
export type Kind = 'number' | 'text' | readonly string[];

/**
 * A message in ICU's syntax (unicode-org.github.io/icu/userguide/format_parse/messages): `{name}`, `{n, number}`, `plural` and
 * `select`, compiled to what format.ts puts together.
 * @throws what is no message, uses more of ICU than that, or names a plural form that the language has not
 */
export function compile(source: string, locale: string): Compiled {
  return compiled(tokensOf(source, locale), '');
}

/** The parameters of a message, by name. */
export function parametersOf(source: string, locale: string): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind>();
  const look = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'argument' && !found.has(token.arg)) found.set(token.arg, 'text');
      if (token.type === 'function' || token.type === 'plural') found.set(token.arg, 'number');
      if (token.type === 'select') found.set(token.arg, token.cases.map(({ key }) => key).toSorted());
      if ('cases' in token) token.cases.forEach(({ tokens: inside }) => look(inside));
    }
  };
  look(tokensOf(source, locale));
  return found;
}

/** Plural forms of each message's choices that the language needs and that are not there. */
export function missingForms(source: string, locale: string): string[] {
  const needed = formsOf(locale);
  const look = (tokens: readonly Token[]): string[] =>
    tokens.flatMap((token) => {
      if (!('cases' in token)) return [];
      const inside = token.cases.flatMap(({ tokens: more }) => look(more));
      if (token.type !== 'plural') return inside;
      return [...inside, ...needed.filter((form) => token.cases.every(({ key }) => key !== form))];
    });
  return look(tokensOf(source, locale));
}

const forms = new Map<string, PluralCategory[]>();

/** Asked of Intl once a language: it takes longer for that than a message for the rest. */
function formsOf(locale: string): PluralCategory[] {
  const known = forms.get(locale);
  if (known) return known;
  const asked = new Intl.PluralRules(locale).resolvedOptions().pluralCategories as PluralCategory[];
  forms.set(locale, asked);
  return asked;
}

const tokensOf = (source: string, locale: string): Token[] =>
  parse(source, { cardinal: formsOf(locale), strict: true, strictPluralKeys: true });

function compiled(tokens: readonly Token[], counted: string): Compiled {
  const parts = tokens.map((token) => partOf(token, counted));
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}

function partOf(token: Token, counted: string): string | Choice {
  switch (token.type) {
    case 'content':
      return token.value;
    case 'octothorpe':
      return [counted];
    case 'argument':
      return [token.arg];
    case 'function':
      if (token.key !== 'number' || token.param) throw new Error(`No such format: ${token.ctx.text}`);
      return [token.arg];
    default:
      return [token.arg, casesOf(token, counted)];
  }
}

function casesOf({ type, arg, cases, pluralOffset, ctx }: Select, counted: string): Record<string, Compiled> {
  if (type === 'selectordinal' || pluralOffset !== undefined) throw new Error(`No such format: ${ctx.text}`);
  if (cases.every(({ key }) => key !== 'other')) throw new Error(`No case "other": ${ctx.text}`);
  const inside = type === 'plural' ? arg : counted;
  return Object.fromEntries(cases.map(({ key, tokens }) => [key.replace('=', ''), compiled(tokens, inside)]));
}
