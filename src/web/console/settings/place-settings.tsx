import { useEffect, useState } from 'preact/hooks';
import type { SettingsAnswer, SettingsQuery } from '../../../moderation/settings/settings.schema.js';
import { t } from '../../../i18n/format.js';
import { ApiError } from '../api.js';
import type { ConsoleStore } from '../store/console-store.js';
import { NotRead } from './not-read.js';
import { SettingsForm, type Change } from './settings-form.js';

type Props = {
  readonly store: ConsoleStore;
  readonly siteId: string;
  /** One section, discussion or member of the site; none: the whole. */
  readonly of: SettingsQuery;
};

/** What is set for a site or a part of it. The form is made of what the server says can be set there. */
export function PlaceSettings({ store: given, siteId, of }: Props) {
  const store: ConsoleStore = given;
  const { api } = store.ports;
  const [settings, take] = useState<SettingsAnswer | 'loading' | 'failed'>('loading');
  const place = JSON.stringify([siteId, of]);

  /** @param isLast whether nothing else was asked for meanwhile */
  const read = async (isLast = () => true) => {
    try {
      const answer = await api.settings(siteId, of);
      if (isLast()) take(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isLast()) take('failed');
    }
  };
  useEffect(() => {
    let isHere = true;
    void read(() => isHere);
    return () => {
      isHere = false;
    };
  }, [place]);

  const save = async (change: Change) => {
    if (typeof settings === 'string') return;
    try {
      take(await api.changeSettings(siteId, of, { ...change, revision: settings.revision }));
      store.say({ tone: 'plain', text: t('console.act.settingsChanged') });
    } catch (error) {
      store.complain(error, (why) => t('console.settings.notChanged', { why }));
      // Somebody was first: what they set is shown.
      if (error instanceof ApiError && error.code === 'conflict') await read();
    }
  };

  if (settings === 'loading') return <p class="calm">{t('console.settings.reading')}</p>;
  if (settings === 'failed') return <NotRead again={() => void read()} />;
  return <SettingsForm key={`${place} ${settings.revision}`} of={settings} save={save} />;
}

/** The same where it is seldom needed: asked for once somebody opens it. */
export function FoldedSettings({ name, ...props }: Props & { readonly name?: string }) {
  const [isOpen, open] = useState(false);
  return (
    <details class="place-settings" onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>
        {t('console.settings.label')}
        {name !== undefined && (
          <>
            {' · '}
            <bdi>{name}</bdi>
          </>
        )}
      </summary>
      {isOpen && <PlaceSettings {...props} />}
    </details>
  );
}
