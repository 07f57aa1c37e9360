/** What a row holds as JSON, whichever build wrote it; undefined where that is none. A schema says what of it is understood. */
export function storedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
