import { chunk } from '../chunk.js';

/** What makes answers part of the page, other than the first page and the stream: loaded with the first of them. */
export const answers = () => chunk(() => import('./answers/answers.chunk.js'));
