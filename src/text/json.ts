import secureJson from 'secure-json-parse';

/** JSON that was not taken: says why in words for whoever sent it. */
export class NotTaken extends Error {}

/** Escapes of U+0000 and of halves of surrogate pairs: only by these can text in JSON be what no database keeps. */
const SUSPECT = /\\u(0000|d[89a-f])/i;

/**
 * JSON as it comes in from outside, without names that would reach an object's prototype, at any depth. Text must be what
 * every database, file and socket keeps as it came: well-formed Unicode without U+0000, which PostgreSQL refuses; half a
 * surrogate pair would silently become another character.
 * @throws NotTaken
 */
export function readJson(text: string): unknown {
  try {
    if (SUSPECT.test(text)) JSON.parse(text, kept);
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' }) as unknown;
  } catch (error) {
    // A SyntaxError, or a RangeError where it is nested too deeply to be walked.
    throw error instanceof NotTaken ? error : new NotTaken('must be JSON');
  }
}

function kept(key: string, value: unknown): unknown {
  if (isKeepable(key) && (typeof value !== 'string' || isKeepable(value))) return value;
  throw new NotTaken('must be well-formed Unicode without U+0000');
}

/** True for text that is the same after it has been written and read. */
export const isKeepable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
