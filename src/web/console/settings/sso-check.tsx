import { useState } from 'preact/hooks';
import { t } from '../../../i18n/format.js';
import type { SsoCheck as Checked } from '../../../identity/ways/sso/sso.schema.js';
import type { ConsoleStore } from '../store/console-store.js';

/** A token is pasted, and what is wrong with it is said. It goes to the forum and nowhere else, and is not kept. */
export function SsoCheck({ store: given, siteId }: { readonly store: ConsoleStore; readonly siteId: string }) {
  const store: ConsoleStore = given;
  const [token, paste] = useState('');
  const [checked, take] = useState<Checked | null>(null);
  const check = async () => {
    try {
      take(await store.ports.api.checkSso(siteId, token));
    } catch (error) {
      store.complain(error, (why) => why);
    }
  };
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <label class="field">
        <span>{t('console.sso.token')}</span>
        <textarea
          rows={4}
          required
          spellcheck={false}
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => {
            paste(currentTarget.value);
            take(null);
          }}
        />
      </label>
      <div class="dialog-buttons">
        <button type="submit">{t('console.sso.check')}</button>
      </div>
      <div role="status">{checked && <Result of={checked} />}</div>
    </form>
  );
}

function Result({ of: { problem, notes, header, claims } }: { readonly of: Checked }) {
  const details = Object.entries(problem?.details ?? {});
  return (
    <>
      <p>
        <b>{problem ? problem.message : t('console.sso.good')}</b>
      </p>
      {problem && <p class="quiet">{problem.code}</p>}
      {details.length > 0 && (
        <dl>
          {details.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} `}>{shown(value)}</dd>])}
        </dl>
      )}
      {notes.map(({ note, about }) => (
        <p key={`${note} ${about}`}>{t('console.sso.note', { note, about })}</p>
      ))}
      {(header ?? claims) && <pre tabIndex={0}>{JSON.stringify({ ...header, ...claims }, null, 2)}</pre>}
    </>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
