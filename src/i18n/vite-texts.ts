import type { Plugin } from 'vite';
import type { Compiled } from './format.js';
import { ALL_LANGUAGES, KEYS } from './languages.js';

/** What each page's script says: the groups of the catalogue, or single sentences, that it may use. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  forum: ['ui', 'forum'],
  account: ['ui', 'account', 'forum.own', 'forum.barred', 'forum.unreachable', 'forum.tryAgain', 'forum.moreMessages'],
  console: ['ui', 'console'],
};
const isWithin = (key: string, group: string): boolean => key === group || key.startsWith(`${group}.`);

/**
 * Takes the sentences out of the scripts. Keys become numbers, and each language a file of its own, `texts-de-HASH.js`, which
 * stands in the page before the script: so that a browser gets one language, and of it what this page can say.
 */
export function texts(): Plugin {
  const keysOf = (page: string) => KEYS.filter((key) => GROUPS[page]?.some((group) => isWithin(key, group)));
  return {
    name: 'texts',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/(web|i18n)\/[^?]*\.tsx?$/ },
      handler(code) {
        const keys: readonly string[] = keysOf(this.environment.name);
        const numbered = code.replace(/'([a-z]+\.[\w.]+)'/gi, (written, key: string) => {
          const number = keys.indexOf(key);
          return number < 0 ? written : String(number);
        });
        return numbered === code ? null : { code: numbered, map: null };
      },
    },
    generateBundle() {
      const keys = keysOf(this.environment.name);
      for (const { code, locale, texts } of ALL_LANGUAGES) {
        const said = { code, locale, texts: keys.map((key) => texts[key] as Compiled) };
        this.emitFile({ type: 'asset', name: `texts-${code}.js`, source: `globalThis.texts=${JSON.stringify(said)}` });
      }
    },
  };
}
