import type { Fault } from './fault.js';
import { killing } from './f01-kill.js';
import { readOnly } from './f06-read-only.js';
import { stalledReaders } from './f13-stalled-readers.js';
import { losingAnswers } from './f26-lost-answers.js';
import { diskFull } from './f04-disk-full.js';
import { locked } from './f05-locked.js';
import { concurrency } from './f08-concurrency.js';

/** Every fault, in the order in which they run. */
export const FAULTS: readonly Fault[] = [
  killing,
  losingAnswers,
  concurrency,
  locked,
  diskFull,
  readOnly,
  stalledReaders,
];
