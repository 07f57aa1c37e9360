import type { Fault } from './fault.js';
import { killing } from './f01-kill.js';

/** Every fault, in the order in which they run. */
export const FAULTS: readonly Fault[] = [killing];
