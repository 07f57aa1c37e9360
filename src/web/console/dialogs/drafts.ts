/**
 * Words that a moderator is writing and has not sent, kept by this browser: they outlive the end of a session, a reload and
 * a closed tab. Where nothing can be kept they live as long as the page.
 */
export type Draft = { readonly about: string; readonly text: string };

const KEY = 'rejoinder.console.drafts';
/** The oldest goes first. */
const MOST = 20;

export function readDraft(about: string): string {
  return allDrafts().find((draft) => draft.about === about)?.text ?? '';
}

/** Empty words forget the draft. */
export function keepDraft(about: string, text: string): void {
  const others = allDrafts().filter((draft) => draft.about !== about);
  save(text.trim() === '' ? others : [...others.slice(1 - MOST), { about, text }]);
}

export function allDrafts(): readonly Draft[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return [];
  }
}

function save(drafts: readonly Draft[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(drafts));
  } catch {
    // A browser that keeps nothing still lets people write.
  }
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return typeof draft?.about === 'string' && typeof draft.text === 'string';
}
