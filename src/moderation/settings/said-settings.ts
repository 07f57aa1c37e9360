import type { Language } from '../../i18n/format.js';
import { wordsOf } from '../../settings/form.js';
import { SETTINGS } from '../../settings/registry.js';
import type { SettingsAnswer } from './settings.schema.js';

/** The answer with its words in the language of whoever asks: what is kept to be answered again is not theirs alone. */
export function saidSettings(answer: SettingsAnswer, language: Language): SettingsAnswer {
  const settings = answer.settings.map((view) => {
    const setting = SETTINGS.get(view.name);
    if (!setting) return view;
    const { labels, ...words } = wordsOf(setting, language);
    return { ...view, ...words, ...(labels && { labels: { ...labels } }) };
  });
  return { ...answer, settings };
}
