import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { useState } from 'preact/hooks';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import { Ago } from '../../ui/ago.js';
import type { ConsoleApi } from '../api.js';
import { MessageText } from './message-text.js';
import { useMore } from './use-more.js';

type Props = { readonly item: QueueItem; readonly api: Pick<ConsoleApi, 'revisions'>; readonly now: number };

/** What the message said before its author changed it: first what was reported, and every other text on demand. */
export function FormerTexts({ item, api, now }: Props) {
  const [opened, open] = useState(false);
  const { reported, message } = item;
  if (!reported && message.editedAt === null) return null;
  const id = `former-${message.id}`;
  return (
    <section class="former-texts" aria-labelledby={id}>
      <h3 id={id}>{t(reported ? 'console.former.reported' : 'console.former.edited')}</h3>
      {reported && <FormerText html={reported.html} at={reported.at} now={now} />}
      {opened ? (
        <AllTexts item={item} api={api} now={now} />
      ) : (
        <button type="button" class="small" onClick={() => open(true)}>
          {t('console.former.show')}
        </button>
      )}
    </section>
  );
}

function AllTexts({ item, api, now }: Props) {
  const { values, next, loading, failed, more } = useMore(async (cursor) => {
    const answer = await api.revisions(item.message.id, cursor);
    return { values: answer.revisions, next: answer.next };
  });
  return (
    <>
      {values.map((former) => (
        <FormerText key={former.revision} html={former.html} at={former.at} now={now} />
      ))}
      {loading && <p class="quiet">{t('console.reading')}</p>}
      {failed && <p class="quiet">{t('console.former.failed')}</p>}
      {!loading && !failed && values.length === 0 && <p class="quiet">{t('console.former.none')}</p>}
      {(failed || next !== null) && (
        <button type="button" class="small" onClick={more}>
          {t(failed ? 'console.tryAgain' : 'console.former.more')}
        </button>
      )}
    </>
  );
}

function FormerText({ html, at, now }: { html: string; at: string; now: number }) {
  return (
    <article class="former-text">
      <MessageText html={html} />
      <p class="quiet">{rich('console.former.written', { when: <Ago iso={at} now={now} /> })}</p>
    </article>
  );
}
