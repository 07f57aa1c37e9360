import { t } from '../../../i18n/format.js';
import { Dialog } from './dialog.js';
import { KeyCap } from '../keys/key-cap.js';
import { KEYS } from '../keys/keys.js';

const GROUPS = [
  'console.keys.group.decide',
  'console.keys.group.walk',
  'console.keys.group.goTo',
  'console.keys.group.discussion',
  'console.keys.group.console',
] as const;

type Props = { readonly close: () => void; readonly keysOn: boolean; readonly setKeysOn: (on: boolean) => void };

/** Every key, and the switch that turns the single ones off for those whom they get in the way of. */
export function HelpDialog({ close, keysOn, setKeysOn }: Props) {
  return (
    <Dialog title={t('console.keys.title')} close={close} wide>
      <div class="help-groups">
        {GROUPS.map((group) => (
          <section key={group} class="help-group">
            <h3>{t(group)}</h3>
            <dl>
              {KEYS.filter((key) => key.group === group).map((key) => (
                <div key={key.key}>
                  <dt>
                    <KeyCap of={key.key} />
                    <span class="visually-hidden">{key.key === 'Escape' ? t('console.keys.escape') : key.key}</span>
                  </dt>
                  <dd>{t(key.says)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input type="checkbox" checked={keysOn} onChange={(event) => setKeysOn(event.currentTarget.checked)} />
        <span>{t('console.keys.single')}</span>
      </label>
      <div class="dialog-buttons">
        <button type="button" class="primary" onClick={close}>
          {t('console.keys.close')}
        </button>
      </div>
    </Dialog>
  );
}
