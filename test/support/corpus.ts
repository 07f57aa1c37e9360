import { readFileSync } from 'node:fs';

/** The lines of test/corpora/NAME.jsonl. */
export function corpus<T>(name: string): (T & { readonly id: string; readonly input: string })[] {
  const lines = readFileSync(new URL(`../corpora/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T & { id: string; input: string });
}
