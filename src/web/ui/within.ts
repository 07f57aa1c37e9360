import { runsRightToLeft } from '../../text/direction.js';

/**
 * A name within a sentence that is plain text. One that runs from right to left is isolated (U+2068, U+2069), or it would
 * put the words around it out of order; where there is an element for it, that is a `<bdi>`.
 */
export const within = (name: string): string => (runsRightToLeft(name) ? `\u2068${name}\u2069` : name);
