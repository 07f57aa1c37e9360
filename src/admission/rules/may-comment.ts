import { defineRule } from '../rule.js';

/** Whom the publisher lets read but not write, such as readers without a subscription; staff write. What they wrote before they may mend. */
export const mayComment = defineRule({
  name: 'may_comment',
  facts: {},
  decide: ({ kind, author, site }) =>
    kind === 'post' && site.settings.ssoSignIn && author.entitlement?.mayComment === false && !author.isStaff
      ? { verdict: 'refuse', code: 'may_not_comment' }
      : null,
});
