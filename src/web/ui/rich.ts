import type { ComponentChild, ComponentChildren } from 'preact';
import { partsOf } from '../../i18n/format.js';
import type { Key, Texts } from '../../i18n/keys.js';

type Rich<K extends Key> = {
  readonly [Name in keyof Texts[K]]: Texts[K][Name] extends number ? number : ComponentChild;
};

/** A sentence with elements in it: the language says in which order what stands. */
export const rich = partsOf as <K extends Key>(key: K, params: Rich<K>) => ComponentChildren;
