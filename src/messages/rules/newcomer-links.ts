import type { Rule } from '../posting/admission.js';

/** Links of those whom nobody here knows yet wait for a moderator: most spam is a stranger's first message with a link. */
export const isNewHere: Rule = ({ links }, { isStaff, publishedBefore, site }) => {
  const [link] = links;
  if (link === undefined || isStaff || publishedBefore >= site.settings.newcomerMessages) return null;
  return { verdict: 'hold', why: { code: 'newcomer_link', detail: link } };
};
