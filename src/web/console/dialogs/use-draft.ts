import { useState } from 'preact/hooks';
import { keepDraft, readDraft } from './drafts.js';

/** The words of a field that outlive the session: what they are, and how they change. */
export function useDraft(about: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(about));
  const change = (next: string) => {
    keepDraft(about, next);
    setText(next);
  };
  return [text, change];
}
