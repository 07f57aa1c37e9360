import { Forum1764000000000 } from './0001-forum.js';

/** In the order in which they run. */
export const MIGRATIONS = [Forum1764000000000];
