import { t } from '../../../i18n/format.js';
import type { Place } from '../route.js';
import { PlaceLink } from '../subject/place-link.js';
import { messagesSay } from '../wording/wording.js';
import { mergesIn, type Consequence as Known, type Twins } from './use-consequence.js';

type Props = { readonly of: Known; readonly isChanged: boolean; readonly go: (place: Place) => void };

/** Articles that are shown; beyond them their number says enough. */
const SHOWN = 40;

/** What the rules would do, before they do it. */
export function Consequence({ of, isChanged, go }: Props) {
  const twins = of.kind === 'known' ? of.twins : [];
  return (
    <section aria-labelledby="consequence-title" aria-busy={of.kind === 'asking'}>
      <h2 id="consequence-title">{t(isChanged ? 'console.addresses.does' : 'console.addresses.asIs')}</h2>
      <p role="status">
        {of.kind === 'asking' && t('console.addresses.asking')}
        {of.kind === 'refused' && of.message}
        {of.kind === 'known' && t('console.addresses.twins', { n: mergesIn(twins), articles: twins.length })}
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
      {twins.length > SHOWN && <p class="quiet">{t('console.addresses.more', { n: twins.length - SHOWN })}</p>}
      {isChanged && twins.length === 0 && of.kind === 'known' && <p class="quiet">{t('console.addresses.stays')}</p>}
    </section>
  );
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
