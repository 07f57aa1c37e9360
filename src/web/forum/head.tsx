import { useState } from 'preact/hooks';
import type { Sort } from '../../messages/messages.schema.js';
import { Icon } from '../ui/icon.js';
import { pageOf } from './links.js';
import { answers } from './stream/answers.js';
import { useForum, useStore } from './state/store.js';
import { t } from '../../i18n/format.js';
import { SORT_WORDS, writing } from './words.js';

const SORTS = Object.keys(SORT_WORDS) as Sort[];

/** "User forum", how many messages, who is here, and the order. */
export function Head() {
  const total = useForum((state) => state.thread.messageCount);
  const embedded = useForum((state) => state.embedded);
  return (
    <header class="head">
      {embedded ? <h1>{t('forum.title')}</h1> : <h2>{t('forum.title')}</h2>}
      <div class="beside">
        <p class="facts">
          <span>{t('forum.messages', { n: total })}</span>
          <Readers />
          <Typing />
        </p>
        {total > 1 && <SortMenu />}
      </div>
    </header>
  );
}

/** A line that went dead is told here as well: it is over in a moment, and nothing that is read should move for it. */
function Readers() {
  const readers = useForum((state) => (state.connection === 'reconnecting' ? -1 : (state.readers ?? 0)));
  if (readers < 0) return <span role="status">{t('forum.reconnecting')}</span>;
  return readers < 2 ? null : <span class="readers">{t('forum.reading', { n: readers })}</span>;
}

/** Stands beside the count, so that nothing moves when somebody begins to write. */
function Typing() {
  const typing = useForum((state) => state.typing);
  if (typing.length === 0) return null;
  return <span class="typing">{writing(typing.map(({ name }) => name))}</span>;
}

function SortMenu() {
  const store = useStore();
  const sort = useForum((state) => state.sort);
  const [problem, setProblem] = useState('');
  const pageIn = (order: Sort) => pageOf(store.state, { sort: order });

  const choose = async (event: Event, chosen: Sort) => {
    event.preventDefault();
    (event.currentTarget as Element).closest('details')?.removeAttribute('open');
    try {
      await (await answers()).chooseOrder(store, chosen);
      setProblem('');
    } catch (error) {
      setProblem((error as Error).message);
    }
  };

  return (
    <>
      {problem && <span role="status">{problem}</span>}
      <details class="sort" onBlurCapture={closeWhenLeft} onKeyDown={closeOnEscape}>
        <summary>
          <span class="visually-hidden">{t('forum.order')} </span>
          {t(SORT_WORDS[sort])}
          <Icon name="chevron" />
        </summary>
        <ul role="list">
          {SORTS.map((each) => (
            <li key={each}>
              <a href={pageIn(each)} aria-current={each === sort} onClick={(event) => void choose(event, each)}>
                {t(SORT_WORDS[each])}
                {each === sort && <Icon name="check" />}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.relatedTarget && !menu.contains(event.relatedTarget as Node)) menu.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}
