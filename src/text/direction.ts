/** Letters that run from right to left: Hebrew, Arabic, Syriac, Thaana, N’Ko and their kin (Unicode's default R and AL blocks). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export const runsRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);
