import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);

/**
 * Where test files run (`testEnvironment` of Jest): in the worker's own realm, one after another, so that each finds loaded what files before it have
 * loaded. Jest's own environment is a new realm a file, which evaluates the whole forum and all its packages anew. What a file
 * has changed of the realm is put back behind it.
 */
export default class SharedRealm {
  constructor({ projectConfig }, { docblockPragmas }) {
    this.hasOwnSources = docblockPragmas.own === 'sources';
    // Jest sets a console and an exit of a file's own on what it takes for the global object.
    this.global = Object.create(globalThis, { process: { value: Object.create(process), writable: true } });
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    this.before = { env: { ...process.env }, globals: Object.getOwnPropertyDescriptors(globalThis) };
    globalThis.console = this.global.console;
    // Node's own reads the maps that hooks.mjs sends along; Jest's knows files alone.
    Error.prepareStackTrace = undefined;
    Error.stackTraceLimit = 100;
  }

  async teardown() {
    if (!this.before) return;
    const { env, globals } = this.before;
    this.before = null;
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const descriptor = globals[name];
      if (descriptor?.configurable) Object.defineProperty(globalThis, name, descriptor);
      if (!descriptor && OF_PAGES.has(name)) delete globalThis[name];
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
}

/** What tests of the page's modules put up for them. Other new names are those that packages keep something under, such as TypeORM its entities. */
const OF_PAGES = new Set([
  'addEventListener',
  'document',
  'history',
  'localStorage',
  'location',
  'matchMedia',
  'removeEventListener',
  'sessionStorage',
  'texts',
  'window',
]);
