import type { Key, Texts } from './keys.js';

/**
 * A message of a catalogue, compiled: a plain sentence, or its parts in order. `[name]` stands for a parameter, `[name, cases]`
 * for what its number or word chooses among; see compile.ts.
 */
export type Compiled = string | readonly (string | Choice)[];
export type Choice = readonly [parameter: string, cases?: Readonly<Record<string, Compiled>>];

/** What sentences are made with. */
export type Language = {
  /** As it stands in addresses and in `<html lang>`: `de`. */
  readonly code: string;
  /** How dates and numbers are written, for Intl: `de-DE`. */
  readonly locale: string;
  /** In a browser, where the build has numbered the keys, a list. */
  readonly texts: Readonly<Record<string, Compiled>>;
};

/** In which a browser keeps what its moderator has chosen. It goes with the console's own pages only: what readers get depends on addresses. */
export const LANGUAGE_COOKIE = 'rejoinder-language';

declare global {
  /** What the page's language brought along before its script: see the plug-in `texts` of vite.config.ts. */
  var texts: Language | undefined;
}

/** A page is drawn in one go, so that one variable says in which language; the server sets it for each: see `inLanguage`. */
let spoken = globalThis.texts as Language;

export const speak = (language: Language): void => void (spoken = language);
export const language = (): Language => spoken;

type Rules = { readonly plural: Intl.PluralRules; readonly number: Intl.NumberFormat };
/** They are costly to make. */
const known: Record<string, Rules> = {};
const rules = ({ locale }: Language): Rules =>
  (known[locale] ??= { plural: new Intl.PluralRules(locale), number: new Intl.NumberFormat(locale) });

/** A number as the page's language writes it: "1,204". */
export const numeral = (n: number): string => rules(spoken).number.format(n);

function expand(message: Compiled, params: Readonly<Record<string, unknown>>): unknown[] {
  if (typeof message === 'string') return [message];
  return message.flatMap((part) => {
    if (typeof part === 'string') return part;
    const [name, cases] = part;
    const value = params[name];
    if (!cases) return [typeof value === 'number' ? numeral(value) : value];
    const chosen = cases[value as string] ?? cases[rules(spoken).plural.select(value as number)] ?? cases['other'];
    return expand(chosen as Compiled, params);
  });
}

export type Given<K extends Key> = Texts[K] extends null ? [] : [params: Texts[K]];

/** A sentence of the page's language. */
export const t = <K extends Key>(key: K, ...[params]: Given<K>): string =>
  expand(spoken.texts[key] as Compiled, params as never).join('');

/** The same with elements of a page for its parameters, as a list of what stands one behind the other. */
export const partsOf = (key: Key, params: Readonly<Record<string, unknown>>): unknown[] =>
  expand(spoken.texts[key] as Compiled, params);
