/** One file for whoever loads it: see chunk.tsx. */
export { Left } from './left.js';
export { introduce } from './introduce.js';
export { checkName } from './name.js';
export { flush, post } from './outbox.js';
export { remove } from './removing.js';
export { Rename } from './rename.js';
export { Unpublished } from './unpublished.js';
