import { Dialog } from './dialog.js';
import { KeyCap } from '../keys/key-cap.js';
import { KEYS } from '../keys/keys.js';

const GROUPS = ['Decide', 'Walk', 'Go to', 'Discussion', 'Console'] as const;

type Props = { readonly close: () => void; readonly keysOn: boolean; readonly setKeysOn: (on: boolean) => void };

/** Every key, and the switch that turns the single ones off for those whom they get in the way of. */
export function HelpDialog({ close, keysOn, setKeysOn }: Props) {
  return (
    <Dialog title="Keys" close={close} wide>
      <div class="help-groups">
        {GROUPS.map((group) => (
          <section key={group} class="help-group">
            <h3>{group}</h3>
            <dl>
              {KEYS.filter((key) => key.group === group).map((key) => (
                <div key={key.key}>
                  <dt>
                    <KeyCap of={key.key} />
                    <span class="aside-voice">{key.key}</span>
                  </dt>
                  <dd>{key.says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input type="checkbox" checked={keysOn} onChange={(event) => setKeysOn(event.currentTarget.checked)} />
        <span>Single keys act. Turn them off for speech input; every key has a button.</span>
      </label>
      <div class="dialog-buttons">
        <button type="button" class="primary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
