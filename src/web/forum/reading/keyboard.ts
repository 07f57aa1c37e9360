import { elementOf } from './viewport.js';
import { bringIntoView, compose } from './reading.js';
import { ROOT } from '../state/state.js';
import type { Store } from '../state/store.js';

/** The walk by keys: j and k from message to message, r replies, c writes. Nothing is trapped, nothing typed is taken. */
export function walkByKeys(store: Store): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'j') step(+1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'c') document.querySelector<HTMLElement>('#composer textarea')?.focus();
    else if (event.key === 'r') reply(store);
    else return;
    event.preventDefault();
  });
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input:not([type=radio]), textarea, select') !== null;

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
  if (!here || store.state.thread.state !== 'open') return;
  const id = idOf(here);
  if (elementOf(id) && store.state.messages[id]?.author) compose(store, id === ROOT ? null : id);
}
