import type { Rule } from '../posting/admission.js';

/** A conversation ten thousand replies deep is a program's, not a person's. */
export const isNotTooDeep: Rule = ({ depth }, { limits }) =>
  depth <= limits.depth
    ? null
    : {
        verdict: 'refuse',
        code: 'refused',
        details: { rule: 'depth', message: 'This conversation is too deep. Start a new one.', most: limits.depth },
      };
