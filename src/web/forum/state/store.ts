import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import type { VoteTotals } from '../../../messages/messages.schema.js';
import type { ForumState } from './state.js';

/** What was heard beside the events while an answer was on its way: of this the answer knows less. */
export type Meanwhile = {
  readonly totals: Map<string, VoteTotals>;
  /** Messages on which the reader voted, and those of the reader's own of which something was learned. */
  readonly voted: Set<string>;
  readonly own: Set<string>;
};

/** The page's state, in one place; whoever shows a part of it is told when it may have changed. */
export class Store {
  private readonly watchers = new Set<() => void>();

  /** Answers that are on their way, each with what was heard beside the events meanwhile. */
  private readonly underway = new Set<Meanwhile>();

  constructor(public state: ForumState) {}

  /** Asks for something, and notes what is heard until it is answered. */
  async during<Answer>(ask: (heard: Meanwhile) => Promise<Answer>): Promise<Answer> {
    const heard: Meanwhile = { totals: new Map(), voted: new Set(), own: new Set() };
    this.underway.add(heard);
    return ask(heard).finally(() => this.underway.delete(heard));
  }

  /** Something was learned that no event tells. */
  note(what: (heard: Meanwhile) => void): void {
    this.underway.forEach(what);
  }

  set(change: Partial<ForumState> | ((state: ForumState) => ForumState)): void {
    const next = typeof change === 'function' ? change(this.state) : { ...this.state, ...change };
    if (next === this.state) return;
    this.state = next;
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Calls `watcher` after every change. Returns a function that ends it. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('no store around this component');
  return store;
}

/** A part of the state; the component is drawn again only when that part is another (by identity). */
export function useForum<Part>(select: (state: ForumState) => Part): Part {
  const store = useStore();
  const part = select(store.state);
  const [, drawAgain] = useState(0);
  useLayoutEffect(() => {
    let shown = part;
    const look = () => {
      const now = select(store.state);
      if (now === shown) return;
      shown = now;
      drawAgain((n) => n + 1);
    };
    look();
    return store.watch(look);
  });
  return part;
}
