/** What `@jest/globals` gives to a test file: framework.mjs lays it here before each. */
export const GLOBALS = Symbol.for('rejoinder.jest-globals');

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } =
  globalThis[GLOBALS] ?? {};
