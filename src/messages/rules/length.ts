import { isBlank, isLongerThan } from '../../text/characters.js';
import type { Rule } from '../admission.js';

/**
 * Something to see, and no more of it than the site allows: in characters as a person sees them. Whether there is something is
 * asked of what the page will show: `#`, `-` and `&nbsp;` are signs, and nothing comes of them.
 */
export const fitsLength: Rule = ({ text, shown }, { site }) => {
  if (isLongerThan(text, site.maxLength)) {
    const message = `The message is longer than ${site.maxLength} characters.`;
    return { verdict: 'refuse', code: 'refused', details: { rule: 'length', message, most: site.maxLength } };
  }
  if (!isBlank(text) && !isBlank(shown)) return null;
  return {
    verdict: 'refuse',
    code: 'refused',
    details: { rule: 'length', message: 'The message is empty.', least: 1 },
  };
};
