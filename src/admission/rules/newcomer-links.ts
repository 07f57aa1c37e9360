import { AuthorSettingsFact } from '../facts/author-settings.fact.js';
import { PublishedBeforeFact } from '../facts/published-before.fact.js';
import { defineRule } from '../rule.js';

/** Links of those whom nobody here knows yet wait for a moderator: most spam is a stranger's first message with a link. */
export const newcomerLinks = defineRule({
  name: 'newcomer_links',
  facts: { published: PublishedBeforeFact, settings: AuthorSettingsFact },
  decide: ({ links, author }, { published, settings }) => {
    const [link] = links;
    if (link === undefined || author.isStaff || published >= settings.newcomerMessages) return null;
    return { verdict: 'hold', why: { code: 'newcomer_link', detail: link } };
  },
});
