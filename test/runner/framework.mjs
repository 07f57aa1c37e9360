import circus from 'jest-circus/runner';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { GLOBALS } from './globals.mjs';

const require = createRequire(import.meta.url);
const run = circus.default ?? circus;
/** Of Jest's framework, which would go on where the file before has left off. */
const LEFT = /^(JEST_STATE_SYMBOL|EVENT_HANDLERS|TEST_TIMEOUT_SYMBOL|RETRY_|rejoinder\.loaded)/;
let files = 0;

/** Jest's own framework, jest-circus (`testRunner` of Jest), above Node's own loader: see environment.mjs. */
export default function runFile(globalConfig, config, environment, runtime, path, send) {
  files += 1;
  const query = `?file=${files}${environment.hasOwnSources ? '&own=sources' : ''}`;
  const { moduleMocker: mocker } = environment;
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (LEFT.test(symbol.description)) delete globalThis[symbol];
  const native = {
    requireModule: require,
    requireInternalModule(file) {
      delete require.cache[file];
      return require(file);
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file) => import(pathToFileURL(file).href + query),
    setGlobalsForRuntime(globals) {
      globalThis[GLOBALS] = { ...globals, jest: jestOf(environment) };
    },
    enterTestCode: () => runtime.enterTestCode(),
    leaveTestCode: () => runtime.leaveTestCode(),
    clearAllMocks: () => mocker.clearAllMocks(),
    resetAllMocks: () => mocker.resetAllMocks(),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    resetModules() {
      throw new Error('The modules of a worker are those of all its test files.');
    },
  };
  return run(globalConfig, config, environment, native, path, send);
}

/** `jest` of `@jest/globals`, without what would put modules in the place of others. */
function jestOf({ moduleMocker: mocker, fakeTimersModern: timers }) {
  const jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    clearAllMocks: () => (mocker.clearAllMocks(), jest),
    resetAllMocks: () => (mocker.resetAllMocks(), jest),
    restoreAllMocks: () => (mocker.restoreAllMocks(), jest),
    // Node's own parts live in the same realm: their turns must come while a test holds the time.
    useFakeTimers: ({ doNotFake = [], ...options } = {}) => (
      timers.useFakeTimers({ ...options, doNotFake: [...doNotFake, 'nextTick', 'queueMicrotask'] }),
      jest
    ),
    useRealTimers: () => (timers.useRealTimers(), jest),
    setTimeout: (ms) => ((globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms), jest),
  };
  for (const name of TIMERS) jest[name] = (...given) => timers[name](...given);
  return jest;
}

const TIMERS = [
  'advanceTimersByTime',
  'advanceTimersByTimeAsync',
  'advanceTimersToNextTimer',
  'advanceTimersToNextTimerAsync',
  'clearAllTimers',
  'getRealSystemTime',
  'getTimerCount',
  'now',
  'runAllTimers',
  'runAllTimersAsync',
  'runOnlyPendingTimers',
  'runOnlyPendingTimersAsync',
  'setSystemTime',
];
