import type { Key } from '../../../i18n/keys.js';
import { t } from '../../../i18n/format.js';
import { useState } from 'preact/hooks';
import type { SitesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import type { AddressRules } from '../../../sites/address-rules.schema.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { ConfirmRules } from './confirm-rules.js';
import { Consequence } from './consequence.js';
import { mergesIn, useConsequence } from './use-consequence.js';

type Switch = Exclude<keyof AddressRules, 'ignore'>;

const SWITCHES = {
  www: { says: 'console.addresses.www', one: 'www.HOST/a', other: 'HOST/a' },
  mobile: { says: 'console.addresses.mobile', one: 'm.HOST/a', other: 'HOST/a' },
  slash: { says: 'console.addresses.slash', one: 'HOST/a/', other: 'HOST/a' },
  index: { says: 'console.addresses.index', one: 'HOST/a/index.html', other: 'HOST/a/' },
  hosts: { says: 'console.addresses.hosts', one: 'HOST/a', other: 'SECOND/a' },
} as const satisfies Record<Switch, { readonly says: Key; readonly one: string; readonly other: string }>;
const NAMES = Object.keys(SWITCHES) as readonly Switch[];

type Props = {
  readonly site: SitesAnswer['sites'][number];
  readonly store: ConsoleStore;
  readonly go: (place: Place) => void;
  /** What was asked for is being merged. */
  readonly isMerging: boolean;
  /** Reads the sites again: they have changed. */
  readonly again: () => void;
};

/** The rules of one site. What a change would do is shown beside it before it is made. */
export function SiteRules({ site, store, go, isMerging, again }: Props) {
  const [rules, set] = useState(site.addresses);
  const [asks, ask] = useState(false);
  const consequence = useConsequence(store.ports.api, site.id, rules, isMerging);
  const isChanged = JSON.stringify(rules) !== JSON.stringify(site.addresses);
  const twins = consequence.kind === 'known' ? consequence.twins : [];
  return (
    <div class="address-rules">
      <form
        aria-label={t('console.addresses.rules', { site: site.name })}
        onSubmit={(event) => {
          event.preventDefault();
          ask(true);
        }}
      >
        {NAMES.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={rules[name]}
              onChange={({ currentTarget }) => set({ ...rules, [name]: currentTarget.checked })}
            />
            <span>
              {t(SWITCHES[name].says)}
              <small class="quiet">
                <bdi>{example(SWITCHES[name].one, site.hosts)}</bdi> {rules[name] ? '=' : '≠'}{' '}
                <bdi>{example(SWITCHES[name].other, site.hosts)}</bdi>
              </small>
            </span>
          </label>
        ))}
        <label class="field">
          <span>{t('console.addresses.ignore')}</span>
          <input
            defaultValue={site.addresses.ignore.join(', ')}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => set({ ...rules, ignore: namesIn(currentTarget.value) })}
          />
        </label>
        <p class="quiet">{t('console.addresses.always')}</p>
        <div class="dialog-buttons">
          {isChanged && (
            <button
              type="button"
              onClick={({ currentTarget }) => {
                currentTarget.form?.reset();
                set(site.addresses);
              }}
            >
              {t('console.addresses.reset')}
            </button>
          )}
          <button
            type="submit"
            class="primary"
            disabled={consequence.kind !== 'known' || (!isChanged && twins.length === 0)}
          >
            {t(isChanged || twins.length === 0 ? 'console.addresses.change' : 'console.addresses.merge')}
          </button>
        </div>
      </form>
      <Consequence of={consequence} isChanged={isChanged} go={go} />
      {asks && (
        <ConfirmRules
          merges={mergesIn(twins)}
          isChanged={isChanged}
          close={() => ask(false)}
          apply={() => store.threadActions.changeRules(site, rules)}
          done={again}
        />
      )}
    </div>
  );
}

function example(pattern: string, hosts: readonly string[]): string {
  // Of a name without a dot nothing is left out.
  const named = hosts.filter((host) => /\.[a-z]/.test(host));
  const [first = 'gazette.example', second] = [...new Set(named.map((host) => host.replace(/^www\./, '')))];
  return pattern.replace('HOST', first).replace('SECOND', second ?? `other.${first}`);
}

const namesIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
