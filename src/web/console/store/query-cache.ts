import { useEffect, useState } from 'preact/hooks';

export type Cached<Value> =
  { readonly kind: 'loading' } | { readonly kind: 'ready'; readonly value: Value } | { readonly kind: 'failed' };

/** Answers that are kept at most; the oldest goes first. */
const LIMIT = 200;

/** Answers by key, so that the next message and its author stand there before the key that leads to them is up. */
export class QueryCache<Value> {
  private readonly entries = new Map<string, Cached<Value>>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly load: (key: string) => Promise<Value>) {}

  /** What is known now; asks for it where nothing is. */
  get(key: string): Cached<Value> {
    const known = this.entries.get(key);
    if (known) return known;
    // An object of this asking's own: whatever stands there when the answer comes shows whether it is still wanted.
    const loading: Cached<Value> = { kind: 'loading' };
    this.entries.set(key, loading);
    const answer = (entry: Cached<Value>) => this.entries.get(key) === loading && this.store(key, entry);
    this.load(key).then(
      (value) => answer({ kind: 'ready', value }),
      () => answer({ kind: 'failed' }),
    );
    return loading;
  }

  /** Ask again at the next look: it changed, or it failed. */
  invalidate(key: string): void {
    if (!this.entries.delete(key)) return;
    this.listeners.forEach((listener) => listener());
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private store(key: string, answer: Cached<Value>): void {
    this.entries.delete(key);
    this.entries.set(key, answer);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= LIMIT) break;
      this.entries.delete(oldest);
    }
    this.listeners.forEach((listener) => listener());
  }
}

/** A component's look into a cache: drawn again whenever an answer comes. */
export function useCached<Value>(cache: QueryCache<Value>, key: string): Cached<Value> {
  const [, again] = useState(0);
  useEffect(() => {
    const drawAgain = () => again((n) => n + 1);
    // An answer may have come between the drawing and this effect.
    drawAgain();
    return cache.listen(drawAgain);
  }, [cache]);
  return cache.get(key);
}
