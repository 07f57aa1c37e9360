import type { Place } from '../route.js';
import { PlaceLink } from '../subject/place-link.js';
import { discussionsSay, messagesSay } from '../wording/wording.js';
import { mergesIn, type Consequence as Known, type Twins } from './use-consequence.js';

type Props = { readonly of: Known; readonly isChanged: boolean; readonly go: (place: Place) => void };

/** Articles that are shown; beyond them their number says enough. */
const SHOWN = 40;

/** What the rules would do, before they do it. */
export function Consequence({ of, isChanged, go }: Props) {
  const twins = of.kind === 'known' ? of.twins : [];
  return (
    <section aria-labelledby="consequence-title" aria-busy={of.kind === 'asking'}>
      <h2 id="consequence-title">{isChanged ? 'What the change does' : 'As it is'}</h2>
      <p role="status">
        {of.kind === 'asking' && 'Looking through the discussions …'}
        {of.kind === 'refused' && of.message}
        {of.kind === 'known' && says(twins)}
      </p>
      <ul class="twins">
        {twins.slice(0, SHOWN).map(({ into, from }) => (
          <li key={into.id}>
            <Discussion thread={into} go={go} />
            <ul>
              {from.map((one) => (
                <li key={one.id}>
                  <Discussion thread={one} go={go} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {twins.length > SHOWN && <p class="quiet">And {twins.length - SHOWN} more.</p>}
      {isChanged && twins.length === 0 && of.kind === 'known' && (
        <p class="quiet">What was merged before stays together; the log takes each back.</p>
      )}
    </section>
  );
}

function says(twins: Twins): string {
  const merges = mergesIn(twins);
  if (merges === 0) return 'No two discussions are one article by these rules.';
  return `${discussionsSay(merges)} ${merges === 1 ? 'goes' : 'go'} into ${
    twins.length === 1 ? 'the one' : 'those'
  } that ${twins.length === 1 ? 'has' : 'have'} the most messages.`;
}

function Discussion({ thread, go }: { thread: Twins[number]['into'] } & Pick<Props, 'go'>) {
  // Where nobody has named it its address stands for a title, which would be told twice.
  const isNamed = !thread.url.includes(thread.title.replace(/…$/, ''));
  return (
    <PlaceLink to={{ page: 'thread', id: thread.id }} go={go}>
      <bdi class={isNamed ? 'row-name' : 'row-url'}>{isNamed ? thread.title : thread.url}</bdi>
      <span class="quiet">{messagesSay(thread.messageCount)}</span>
      {isNamed && (
        <small class="quiet">
          <bdi>{thread.url}</bdi>
        </small>
      )}
    </PlaceLink>
  );
}
