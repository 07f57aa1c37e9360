/**
 * What is changed, by subject, and the tests that are asked whether they notice: those that need neither server nor browser.
 *
 * @type {Record<string, { readonly mutate: readonly string[], readonly tests: readonly string[] }>}
 */
export const GROUPS = {
  audit: { mutate: ['src/audit/audit-log.ts'], tests: ['test/unit/audit-log.test.ts'] },
  cursors: {
    mutate: ['src/messages/pages/cursor.ts', 'src/moderation/search/id-cursor.ts'],
    tests: ['test/unit/cursor.test.ts'],
  },
};
