/** One file for whoever loads it: see chunk.tsx. */
export { catchUp, mend, readAgain } from './catch-up.js';
export { chooseOrder } from './choose-order.js';
export { goTo, leadToFirst } from './go-to.js';
export { readMine, takeAnswer } from './own.js';
export { readOn } from './read-on.js';
