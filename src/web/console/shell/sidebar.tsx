import { numeral, t } from '../../../i18n/format.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import type { QueueCounts, QueueKind } from '../../../moderation/queue/queue.schema.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf, type Command } from '../keys/keys.js';
import { LanguageChoice } from './language-choice.js';
import { pathOf, type Place } from '../route.js';
import { countIn, goToQueue, QUEUE_KINDS, QUEUES } from '../queue/queues.js';
import { PlaceLink } from '../subject/place-link.js';
import { roleText } from '../wording/wording.js';

type Props = {
  readonly me: MeAnswer;
  readonly place: Place;
  readonly counts: QueueCounts | null;
  readonly go: (place: Place) => void;
  readonly help: () => void;
};

const LINKS = [
  ...QUEUE_KINDS.map((kind) => ({ command: goToQueue(kind), place: queue(kind) })),
  { command: 'goFind', place: { page: 'find' } },
  { command: 'goLog', place: { page: 'log' } },
] as const;
const PAGES = {
  find: 'console.page.find',
  log: 'console.page.log',
  addresses: 'console.page.addresses',
  settings: 'console.page.settings',
} as const;
/** For owners and admins. */
const OF_SITES = [
  { command: 'goAddresses', place: { page: 'addresses' } },
  { command: 'goSettings', place: { page: 'settings' } },
] as const;

export function Sidebar({ me, place, counts, go, help }: Props) {
  const administers = me.permissions.includes('administer');
  /** What begins the last group. */
  const apart: Command = administers ? 'goAddresses' : 'goLog';
  return (
    <header class="sidebar">
      <p class="wordmark">
        Rejoinder <span>{t('console.name')}</span>
      </p>
      <nav aria-label={t('console.queues')}>
        <ul>
          {[...LINKS, ...(administers ? OF_SITES : [])].map((link) => (
            <li key={link.command} class={link.command === apart ? 'apart' : undefined}>
              <a
                href={pathOf(link.place)}
                aria-current={isHere(place, link.place) ? 'page' : undefined}
                aria-keyshortcuts={keyOf(link.command)}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  go(link.place);
                }}
              >
                <span>{nameOf(link.place)}</span>
                <Count of={link.place} counts={counts} />
                <KeyCap of={keyOf(link.command)} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="sidebar-foot">
        <p class="whoami">
          <bdi>{me.member.name}</bdi> <span>{roleText(me)}</span>
        </p>
        <LanguageChoice />
        <div class="sidebar-actions">
          <button type="button" class="quiet-button" aria-keyshortcuts="?" onClick={help}>
            {t('console.menu.keys')} <KeyCap of="?" />
          </button>
          <PlaceLink to={{ page: 'passkeys' }} go={go} isHere={place.page === 'passkeys'}>
            {t('console.passkeys.label')}
          </PlaceLink>
          <form method="post" action="/console/sign-out">
            <button type="submit" class="quiet-button">
              {t('console.menu.signOut')}
            </button>
          </form>
        </div>
      </div>
    </header>
  );
}

function Count({ of, counts }: { of: Place; counts: QueueCounts | null }) {
  const count = of.page === 'queue' ? countIn(counts, of.view) : null;
  if (count === null) return null;
  return <span class={`count${count === 0 ? ' is-zero' : ''}`}>{numeral(count)}</span>;
}

function nameOf(place: (typeof LINKS | typeof OF_SITES)[number]['place']): string {
  return place.page === 'queue' ? t(QUEUES[place.view].name) : t(PAGES[place.page]);
}

function isHere(place: Place, link: Place): boolean {
  if (place.page !== 'queue' || link.page !== 'queue') return place.page === link.page;
  return place.view === link.view;
}

function queue(view: QueueKind) {
  return { page: 'queue', view, messageId: null } as const;
}
