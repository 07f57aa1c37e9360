import { mayWrite, ROOT } from '../state/state.js';
import type { Store } from '../state/store.js';
import { bringIntoView, compose } from './reading.js';
import { elementOf } from './viewport.js';

holdFocus();

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

/**
 * Where what has the focus goes from the page (a form that is done, a message that is deleted), the keyboard goes on from the
 * message that it stood in or under, else from the one beside it, and not from the top of the page.
 */
function holdFocus(): void {
  let last: EventTarget | null = document.activeElement;
  document.addEventListener('focusin', ({ target }) => (last = target));
  new MutationObserver((changes) => {
    if (document.activeElement !== document.body) return;
    for (const { removedNodes, target, nextSibling, previousSibling } of changes) {
      const gone = [...removedNodes].find((node) => node.contains(last as Node)) as Element | undefined;
      // What was on its way becomes a message, which has the focus then: see outbox.ts.
      if (!gone || gone.querySelector?.('.sending')) continue;
      const item = (target as Element).closest('li');
      const beside = [nextSibling, previousSibling, item?.nextSibling, item?.previousSibling];
      const near = [item, ...beside] as (Element | null | undefined)[];
      const messages = near.flatMap((one) => one?.querySelector?.('article') ?? []);
      (messages[0] ?? document.querySelector<HTMLElement>('#composer textarea'))?.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true });
}
