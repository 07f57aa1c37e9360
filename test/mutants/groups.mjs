/**
 * What is changed, by subject, and the tests that are asked whether they notice: those that need neither server nor browser. Tests
 * of properties are left out where examples say enough: each slip would run them for seconds.
 *
 * @type {Record<string, { readonly mutate: readonly string[], readonly tests: readonly string[] }>}
 */
export const GROUPS = {
  audit: { mutate: ['src/audit/audit-log.ts'], tests: ['test/unit/audit-log.test.ts'] },
  cursors: {
    mutate: ['src/messages/pages/cursor.ts', 'src/moderation/search/id-cursor.ts'],
    tests: ['test/unit/cursor.test.ts'],
  },
  page: {
    mutate: ['src/web/forum/state/{apply,state}.ts', 'src/web/forum/stream/answers/merge.ts'],
    tests: ['test/unit/page/*.test.ts'],
  },
  rules: {
    mutate: ['src/messages/rules/*.ts', 'src/messages/posting/admission.ts'],
    tests: ['test/unit/admission.test.ts', 'test/unit/rules.test.ts'],
  },
};
