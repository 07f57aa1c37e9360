import { say } from '../../i18n/text.js';
import { RepeatFact } from '../facts/repeat.fact.js';
import { defineRule } from '../rule.js';

/** Letters and digits that nobody could say in other words: "Yes!", "Thank you!". */
const FEW = 8;
/** The same of two words at most, in characters: "Vielen Dank", "Well said". */
const TWO_WORDS = 24;

/**
 * The same words again within ten minutes, in the same place, are an accident or a nuisance. In answer to somebody else, or under
 * another article, they are an answer; and what is short is said often.
 */
export const repeat = defineRule({
  name: 'repeat',
  facts: { saidTheSame: RepeatFact },
  decide: ({ kind, text, author }, { saidTheSame }) => {
    if (kind === 'edit' || author.isStaff || !saidTheSame || isShort(text)) return null;
    return { verdict: 'refuse', code: 'refused', details: { rule: 'repeat', message: say('refused.repeat') } };
  },
});

function isShort(text: string): boolean {
  // Longer than any text that is short however it is folded.
  if (text.length > 256) return false;
  const words = text.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const letters = words.join('').length;
  return letters <= FEW || (words.length <= 2 && letters <= TWO_WORDS);
}
