import { say, type Text } from '../../i18n/text.js';
import { tooLong, type TooLong } from '../../text/bounds.js';
import { isBlank } from '../../text/characters.js';
import { BoundsFact } from '../facts/bounds.fact.js';
import { defineRule } from '../rule.js';

/**
 * Something to see, and no more of it than the site allows: in characters as a person sees them. Whether there is something is
 * asked of what the page will show: `#`, `-` and `&nbsp;` are signs, and nothing comes of them.
 */
export const length = defineRule({
  name: 'length',
  facts: { bounds: BoundsFact },
  decide: ({ text, shown, site }, { bounds: { codePoints, bytes } }) => {
    const excess = tooLong(text, { characters: site.maxLength, codePoints, bytes });
    if (excess)
      return {
        verdict: 'refuse',
        code: 'refused',
        details: { rule: 'length', ...excess, message: excessText(excess) },
      };
    if (!isBlank(text) && !isBlank(shown)) return null;
    return {
      verdict: 'refuse',
      code: 'refused',
      details: { rule: 'length', message: say('refused.empty'), least: 1 },
    };
  },
});

/** What is too much of it, for its author. */
export function excessText({ limit, most }: TooLong): Text {
  if (limit === 'MESSAGE_BYTES') return say('refused.tooManyBytes', { most });
  if (limit === 'MESSAGE_CODE_POINTS') return say('refused.tooManyCodePoints', { most });
  return say('refused.tooManyCharacters', { most });
}
