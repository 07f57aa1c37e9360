import { mayWrite, ROOT } from '../state/state.js';
import type { Store } from '../state/store.js';
import { bringIntoView, compose } from './reading.js';
import { elementOf } from './viewport.js';

/** What a key does: j and k lead from message to message, r replies. */
export function walk(store: Store, key: string): void {
  if (key === 'j') step(+1);
  else if (key === 'k') step(-1);
  else if (key === 'r') reply(store);
}

const current = () => document.activeElement?.closest('article[id^="message-"]') ?? null;
const idOf = (article: Element) => article.id.slice('message-'.length);

function step(by: 1 | -1): void {
  const articles = [...document.querySelectorAll('article[id^="message-"]')];
  const here = current();
  const next = articles[here ? articles.indexOf(here) + by : 0];
  if (next) bringIntoView(idOf(next));
}

function reply(store: Store): void {
  const here = current();
  if (!here || !mayWrite(store.state)) return;
  const id = idOf(here);
  if (elementOf(id) && store.state.messages[id]?.author) compose(store, id === ROOT ? null : id);
}
