import { compiler } from './test/runner/compiler.mjs';

/** All test files of a worker in one realm, which loads packages and the server's sources once: see test/runner/environment.mjs. */
const together = {
  testEnvironment: '<rootDir>/test/runner/environment.mjs',
  testRunner: '<rootDir>/test/runner/framework.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/english.ts'],
  transform: {},
};

/** Each file in a realm of its own, by Jest's own loader: for what looks into that (coverage, mutants) or sees sources change (watching). */
export const apart = {
  testEnvironment: 'node',
  testRunner: 'jest-circus/runner',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', compiler] },
  setupFiles: ['<rootDir>/test/support/let-go.ts', '<rootDir>/test/support/english.ts'],
  setupFilesAfterEnv: [],
};

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  // Faults kill servers for minutes: `npm run test:faults`.
  testPathIgnorePatterns: ['/node_modules/', '/test/faults/'],
  ...(process.argv.some((word) => /^--(coverage|collectCoverage|watch)/.test(word)) ? apart : together),
  // Sources name what they import as it is called after the build.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.tsx', '$1.js'] },
  globalSetup: '<rootDir>/test/support/run.setup.mjs',
  globalTeardown: '<rootDir>/test/support/run.teardown.mjs',
  maxWorkers: 2,
  testTimeout: 60_000,
  // A worker that has grown is replaced: modules that were loaded are never given back.
  workerIdleMemoryLimit: '1GB',
};
