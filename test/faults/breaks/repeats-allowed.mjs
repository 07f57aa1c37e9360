import { built } from './built.mjs';

// Takes away the rule that refuses the same words again: a second net, which would hide that the first one has a hole.
const { RULES } = await built('./admission/rules.js');
const { repeat } = await built('./admission/rules/repeat.js');
if (!RULES.includes(repeat)) throw new Error('There is no rule against repeats to take away');
RULES.splice(RULES.indexOf(repeat), 1);
