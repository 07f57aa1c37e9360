import { t, type Given, type Language } from './format.js';
import type { Key } from './keys.js';
import { english, inLanguage } from './languages.js';

/** A sentence that is not said yet: whoever answers says it in the language of whoever asks. Elsewhere it is English. */
export class Text {
  constructor(
    readonly key: Key,
    private readonly params: readonly unknown[],
  ) {}

  in(language: Language): string {
    return inLanguage(language, () =>
      (t as (key: Key, ...params: readonly unknown[]) => string)(this.key, ...this.params),
    );
  }

  toString(): string {
    return this.in(english());
  }

  toJSON(): string {
    return this.toString();
  }
}

export const say = <K extends Key>(key: K, ...params: Given<K>): Text => new Text(key, params);

/** What is made of data and texts, with every text said. */
export function said(value: unknown, language: Language): unknown {
  if (value instanceof Text) return value.in(language);
  if (Array.isArray(value)) return value.map((one) => said(one, language));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, said(one, language)]));
}
