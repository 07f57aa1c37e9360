import { AuthorSettingsFact } from '../facts/author-settings.fact.js';
import { defineRule } from '../rule.js';

/** Every message is read before it appears: on this site, in this section or discussion, or of this member. */
export const premoderation = defineRule({
  name: 'premoderation',
  facts: { settings: AuthorSettingsFact },
  decide: ({ author }, { settings }) =>
    settings.premoderation === 'all' && !author.isStaff ? { verdict: 'hold', why: { code: 'premoderation' } } : null,
});
