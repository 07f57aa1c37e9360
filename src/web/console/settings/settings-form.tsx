import { t } from '../../../i18n/format.js';
import { useState } from 'preact/hooks';
import type { SettingsAnswer, SettingView } from '../../../moderation/settings/settings.schema.js';

export type Change = { readonly settings: Readonly<Record<string, unknown>>; readonly unset: string[] };
type Props = { readonly of: SettingsAnswer; readonly save: (change: Change) => Promise<void> };

/** A field for each setting, made of what the server says of it; what is changed in another way is not among them. */
export function SettingsForm({ of: { settings, scope }, save }: Props) {
  const [set, put] = useState<Readonly<Record<string, unknown>>>({});
  const [unset, drop] = useState<readonly string[]>([]);
  const fields = settings.filter(({ changedBy, kind }) => changedBy === undefined && kind !== 'group');
  const isChanged = Object.keys(set).length + unset.length > 0;
  const change = ({ name }: SettingView, value: unknown) => {
    put({ ...set, [name]: value });
    drop(unset.filter((one) => one !== name));
  };
  const reset = ({ name }: SettingView) => {
    put(Object.fromEntries(Object.entries(set).filter(([one]) => one !== name)));
    drop([...unset, name]);
  };
  return (
    <form
      class="settings-form"
      aria-label={t('console.settings.label')}
      onSubmit={(event) => {
        event.preventDefault();
        void save({ settings: set, unset: [...unset] });
      }}
    >
      {fields.map((field) => {
        const isOwn = !unset.includes(field.name) && ('own' in field || field.name in set);
        const value = field.name in set ? set[field.name] : field.value;
        return (
          <div class="setting" key={field.name}>
            <label class="field">
              <span>{field.label}</span>
              <Input of={field} value={value} change={(next) => change(field, next)} />
            </label>
            <p class="quiet">
              {field.help} {isOwn ? t('console.settings.own', { scope }) : originOf(field, scope)}{' '}
              {isOwn && 'own' in field && (
                <button type="button" class="small" onClick={() => reset(field)}>
                  {t('console.settings.unset')}
                </button>
              )}
            </p>
          </div>
        );
      })}
      <div class="dialog-buttons">
        <button type="submit" class="primary" disabled={!isChanged}>
          {t('console.settings.change')}
        </button>
      </div>
    </form>
  );
}

const originOf = ({ from }: SettingView, scope: SettingsAnswer['scope']): string =>
  from === scope ? t('console.settings.around') : t('console.settings.from', { from });

/** What somebody typed between commas: each may be of several words. */
const listIn = (typed: string): string[] =>
  typed
    .split(/[,;]+/)
    .map((one) => one.trim())
    .filter(Boolean);

function Input({
  of,
  value,
  change,
}: {
  readonly of: SettingView;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}) {
  const { kind, choices = [], min, max, nullable } = of;
  const text = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
  if (kind === 'switch')
    return (
      <input type="checkbox" checked={value === true} onChange={({ currentTarget }) => change(currentTarget.checked)} />
    );
  if (kind === 'choice')
    return (
      <select value={text} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {of.labels?.[choice] ?? choice}
          </option>
        ))}
      </select>
    );
  if (kind === 'number')
    return (
      <input
        type="number"
        {...{ min, max }}
        required={!nullable}
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value === '' ? null : Number(currentTarget.value))}
      />
    );
  return (
    <input
      value={text}
      autocomplete="off"
      onChange={({ currentTarget }) =>
        change(
          kind === 'list' ? listIn(currentTarget.value) : nullable && !currentTarget.value ? null : currentTarget.value,
        )
      }
    />
  );
}
