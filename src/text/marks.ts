/** Marks on one character beyond this are no language's: they run over the lines above and below. */
const MOST_MARKS = 8;
const PILE = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');

/** The text without piles of combining marks, and without controls that turn the direction of what stands around it. */
export const settleMarks = (text: string): string => text.replace(PILE, '$1').replace(/[\u202a-\u202e]/g, '');
