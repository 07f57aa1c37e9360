/**
 * What is changed, by subject, and the tests that are asked whether they notice: those that need neither server nor browser. Tests
 * of properties are left out where examples say enough: each slip would run them for seconds.
 *
 * @type {Record<string, { readonly mutate: readonly string[], readonly tests: readonly string[] }>}
 */
export const GROUPS = {
  addresses: {
    mutate: ['src/threads/addresses/{canonical-url,thread-names}.ts', 'src/sites/{hosts,address-rules.schema}.ts'],
    tests: ['test/unit/{address-spellings,allowed-hosts,canonical-url,hosts,thread-names}.test.ts'],
  },
  audit: { mutate: ['src/audit/audit-log.ts'], tests: ['test/unit/audit-log.test.ts'] },
  cursors: {
    mutate: ['src/messages/pages/cursor.ts', 'src/messages/pages/id-cursor.ts'],
    tests: ['test/unit/cursor.test.ts'],
  },
  desk: {
    mutate: [
      'src/web/console/queue/{queue-state,rows,merge,excerpt}.ts',
      'src/web/console/keys/{resolve-key,keys}.ts',
      'src/web/console/store/{console-store,actions,thread-actions,queue-reader,query-cache}.ts',
    ],
    tests: [
      'test/unit/console/{actions,console-store,sanctions,thread-actions}.test.ts',
      'test/unit/console/{excerpt,keys,moments,query-cache,queue-reader,queue-state,reread,totals}.test.ts',
    ],
  },
  limits: {
    mutate: ['src/config/limits.ts', 'src/auth/limits/{limits,window-counts,reader-limits}.ts', 'src/auth/address.ts'],
    tests: ['test/unit/{limits,limits-together,reader-limits,address}.test.ts'],
  },
  // The table of role words is data.
  names: { mutate: ['src/members/names/{names,offices}.ts'], tests: ['test/unit/{names,offices}.test.ts'] },
  order: {
    mutate: [
      'src/events/{event-bus,forum-event,queue-log}.ts',
      'src/messages/stream/thread-log.ts',
      'src/live/topics/{in-order,recent-events,replays}.ts',
    ],
    tests: ['test/unit/{telling,thread-log}.test.ts', 'test/unit/stream/*.test.ts'],
  },
  page: {
    mutate: ['src/web/forum/state/{apply,state}.ts', 'src/web/forum/stream/answers/merge.ts'],
    tests: ['test/unit/page/*.test.ts'],
  },
  powers: { mutate: ['src/auth/actor.ts'], tests: ['test/unit/powers.test.ts'] },
  rules: {
    mutate: ['src/admission/rules/*.ts', 'src/admission/decide.ts'],
    tests: ['test/unit/{admission,rules}.test.ts'],
  },
};
