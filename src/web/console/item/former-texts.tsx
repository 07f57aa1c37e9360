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
      <h3 id={id}>{reported ? 'What was reported' : 'Before it was edited'}</h3>
      {reported && <FormerText html={reported.html} at={reported.at} now={now} />}
      {opened ? (
        <AllTexts item={item} api={api} now={now} />
      ) : (
        <button type="button" class="small" onClick={() => open(true)}>
          Show every former text
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
      {loading && <p class="quiet">Reading …</p>}
      {failed && <p class="quiet">The former texts could not be loaded.</p>}
      {!loading && !failed && values.length === 0 && <p class="quiet">No other text of it was kept.</p>}
      {(failed || next !== null) && (
        <button type="button" class="small" onClick={more}>
          {failed ? 'Try again' : 'Earlier texts'}
        </button>
      )}
    </>
  );
}

function FormerText({ html, at, now }: { html: string; at: string; now: number }) {
  return (
    <article class="former-text">
      <MessageText html={html} />
      <p class="quiet">
        written <Ago iso={at} now={now} />
      </p>
    </article>
  );
}
