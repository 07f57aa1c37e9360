import { firstDay } from './bridge-first-day.talk.js';
import { secondDay } from './bridge-second-day.talk.js';
import type { Talk } from './talk.js';

/** Under the lead article: two days of a town talking. */
export const bridgeTalk: Talk = { path: '/', said: [...firstDay, ...secondDay] };
