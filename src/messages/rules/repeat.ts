import type { Rule } from '../admission.js';

/** The same words again within ten minutes are an accident or a nuisance. */
export const isNoRepeat: Rule = ({ kind, text }, { recent }) => {
  if (kind === 'edit') return null;
  const words = folded(text);
  if (!recent.some((earlier) => folded(earlier.text) === words)) return null;
  return { verdict: 'refuse', code: 'refused', details: { rule: 'repeat', message: 'You have just said the same.' } };
};

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
