import { useEffect, useState } from 'preact/hooks';

export type Kept<Value> =
  { readonly kind: 'loading' } | { readonly kind: 'ready'; readonly value: Value } | { readonly kind: 'failed' };

const LOADING = { kind: 'loading' } as const;
/** Answers that are kept at most; the oldest goes first. */
const LIMIT = 200;

/** Answers by key, so that the next message and its author stand there before the key that leads to them is up. */
export class Memory<Value> {
  private readonly kept = new Map<string, Kept<Value>>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly load: (key: string) => Promise<Value>) {}

  /** What is known now; asks for it where nothing is. */
  recall(key: string): Kept<Value> {
    const known = this.kept.get(key);
    if (known) return known;
    this.kept.set(key, LOADING);
    this.load(key).then(
      (value) => this.keep(key, { kind: 'ready', value }),
      () => this.keep(key, { kind: 'failed' }),
    );
    return LOADING;
  }

  /** Ask again at the next look: it changed, or it failed. */
  forget(key: string): void {
    if (!this.kept.delete(key)) return;
    this.listeners.forEach((listener) => listener());
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private keep(key: string, answer: Kept<Value>): void {
    this.kept.set(key, answer);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= LIMIT) break;
      this.kept.delete(oldest);
    }
    this.listeners.forEach((listener) => listener());
  }
}

/** A component's look into a memory: drawn again whenever an answer comes. */
export function useKept<Value>(memory: Memory<Value>, key: string): Kept<Value> {
  const [, again] = useState(0);
  useEffect(() => {
    const drawAgain = () => again((n) => n + 1);
    // An answer may have come between the drawing and this effect.
    drawAgain();
    return memory.listen(drawAgain);
  }, [memory]);
  return memory.recall(key);
}
