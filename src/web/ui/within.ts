/** Letters that run from right to left: Hebrew, Arabic, Syriac, Thaana, N’Ko and their kin (Unicode's default R and AL blocks). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name within a sentence that is plain text. One that runs from right to left is isolated (U+2068, U+2069), or it would
 * put the words around it out of order; where there is an element for it, that is a `<bdi>`.
 */
export const within = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);
