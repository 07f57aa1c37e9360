import type { Rule } from '../admission.js';

/** The same words again within ten minutes are an accident or a nuisance. */
export const isNoRepeat: Rule = ({ kind }, { saidTheSame }) => {
  if (kind === 'edit' || !saidTheSame) return null;
  return { verdict: 'refuse', code: 'refused', details: { rule: 'repeat', message: 'You have just said the same.' } };
};
