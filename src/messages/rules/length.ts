import { isBlank, isLongerThan } from '../../text/characters.js';
import type { Rule } from '../admission.js';

/** Something to see, and no more of it than the site allows: in characters as a person sees them. */
export const fitsLength: Rule = ({ text }, { site }) => {
  if (isBlank(text))
    return {
      verdict: 'refuse',
      code: 'refused',
      details: { rule: 'length', message: 'The message is empty.', least: 1 },
    };
  if (!isLongerThan(text, site.maxLength)) return null;
  const message = `The message is longer than ${site.maxLength} characters.`;
  return { verdict: 'refuse', code: 'refused', details: { rule: 'length', message, most: site.maxLength } };
};
