import { readdirSync, readFileSync } from 'node:fs';
import { compile } from './compile.js';
import { language, speak, type Compiled, type Language } from './format.js';
import type { Key } from './keys.js';
import { pseudo } from './pseudo.js';

/** A language as its file has it. */
export type Catalogue = {
  readonly code: string;
  /** What its speakers call it. */
  readonly name: string;
  /** For Intl. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** Each message as it was written, by its key. */
  readonly sources: Readonly<Record<string, string>>;
};

export type SpokenLanguage = Language & Pick<Catalogue, 'name' | 'direction'>;

type Nested = { readonly [name: string]: string | Nested };
type Head = Pick<Catalogue, 'name' | 'locale' | 'direction'>;

/** Which every other one falls back to. */
export const ENGLISH = 'en';

/** Every language that there is: one file each beside this one. */
export const CATALOGUES: readonly Catalogue[] = readdirSync(new URL('.', import.meta.url))
  .filter((file) => /^[a-z]{2,3}\.json$/.test(file))
  .toSorted()
  .map((file) => read(file));

function read(file: string): Catalogue {
  const content = readFileSync(new URL(file, import.meta.url), 'utf8');
  const { language, ...groups } = JSON.parse(content) as { language: Head } & Nested;
  return { code: file.replace('.json', ''), ...language, sources: Object.fromEntries(flat(groups)) };
}

function flat(nested: Nested, before = ''): [string, string][] {
  return Object.entries(nested).flatMap(([name, inside]) =>
    typeof inside === 'string' ? [[before + name, inside] as [string, string]] : flat(inside, `${before}${name}.`),
  );
}

/** Every key that there is, in the order of the English file. */
export const KEYS = Object.keys(catalogueOf(ENGLISH).sources) as readonly Key[];

function catalogueOf(code: string): Catalogue {
  const found = CATALOGUES.find((one) => one.code === code);
  if (!found) throw new Error(`No catalogue: ${code}.json`);
  return found;
}

/** A message that a language lacks it says in English. */
function spokenIn({ sources, ...head }: Catalogue): SpokenLanguage {
  const own = Object.fromEntries(Object.entries(sources).map(([key, source]) => [key, compile(source, head.locale)]));
  return { ...head, texts: { ...languages.get(ENGLISH)?.texts, ...own } };
}

const languages = new Map<string, SpokenLanguage>();
for (const catalogue of [catalogueOf(ENGLISH), ...CATALOGUES.filter(({ code }) => code !== ENGLISH)])
  languages.set(catalogue.code, spokenIn(catalogue));

/** What people can choose among. */
export const LANGUAGES: readonly SpokenLanguage[] = [...languages.values()];

/** Nobody is offered these, and whoever translates or tests can ask for them: longer, bracketed English, and the same from right to left. */
for (const [code, name, direction] of [
  ['xx', 'Pseudo', 'ltr'],
  ['xb', 'Pseudo, right to left', 'rtl'],
] as const) {
  let texts: SpokenLanguage['texts'] | undefined;
  languages.set(code, {
    ...english(),
    ...{ code, name, direction },
    get texts() {
      return (texts ??= dressed());
    },
  });
}

const dressed = (): SpokenLanguage['texts'] =>
  Object.fromEntries(
    Object.entries(english().texts).map(([key, message]): [string, Compiled] => [key, pseudo(message)]),
  );

export const ALL_LANGUAGES: readonly SpokenLanguage[] = [...languages.values()];

export function english(): SpokenLanguage {
  return languages.get(ENGLISH) as SpokenLanguage;
}

/** The language of this tag (BCP 47, or a locale as `de_DE.UTF-8`), or of its beginning: `de-AT` is `de` where there is no Austrian. Undefined for one that there is not. */
export const knownLanguage = (tag: string | undefined): SpokenLanguage | undefined =>
  tag === undefined ? undefined : languages.get(tag.toLowerCase().replace(/[-_.@].*/s, ''));

export const languageOf = (tag: string | undefined): SpokenLanguage => knownLanguage(tag) ?? english();

/** Does what is done in one go, such as drawing a page, in this language. */
export function inLanguage<Result>(spoken: Language, work: () => Result): Result {
  const before = language();
  speak(spoken);
  try {
    return work();
  } finally {
    speak(before);
  }
}

speak(english());
