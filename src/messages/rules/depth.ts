import { say } from '../../i18n/text.js';
import type { Rule } from '../posting/admission.js';

/** A conversation ten thousand replies deep is a program's, not a person's. */
export const isNotTooDeep: Rule = ({ depth }, { limits }) =>
  depth <= limits.depth
    ? null
    : {
        verdict: 'refuse',
        code: 'refused',
        details: { rule: 'depth', message: say('refused.tooDeep'), most: limits.depth },
      };
