import { say } from '../../i18n/text.js';
import { BoundsFact } from '../facts/bounds.fact.js';
import { defineRule } from '../rule.js';

/** A conversation ten thousand replies deep is a program's, not a person's. */
export const depth = defineRule({
  name: 'depth',
  facts: { bounds: BoundsFact },
  decide: (draft, { bounds }) =>
    draft.depth <= bounds.depth
      ? null
      : {
          verdict: 'refuse',
          code: 'refused',
          details: { rule: 'depth', message: say('refused.tooDeep'), most: bounds.depth },
        },
});
