import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountAnswer } from '../../../identity/account/account.schema.js';
import { t } from '../../../i18n/format.js';
import { forgetPending } from '../sign-in/pending.js';
import { Part, Problem, useReturn } from '../parts.js';
import { become, callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';

const CHOICES = {
  keep: { what: 'account.leaving.keep', means: 'account.leaving.keepMeans' },
  remove: { what: 'account.leaving.remove', means: 'account.leaving.removeMeans' },
} as const;
type Choice = keyof typeof CHOICES;

type Props = { readonly account: AccountAnswer; readonly onErased: () => void };

/** The way out: what becomes of one's messages is asked first, and then once more whether it is meant. */
export function Leaving({ account, onErased }: Props) {
  const [open, setOpen] = useState(false);
  const button = useReturn<HTMLButtonElement>(open);
  return (
    <Part id="leaving" title={t('account.leaving.title')}>
      <p>{t('account.leaving.text')}</p>
      {account.roles.length > 0 && <p class="note">{t('account.leaving.role')}</p>}
      {open ? (
        <Erase name={account.member.name} onErased={onErased} onEnd={() => setOpen(false)} />
      ) : (
        account.roles.length === 0 && (
          <p>
            <button ref={button} type="button" class="quiet" onClick={() => setOpen(true)}>
              {t('account.leaving.begin')}
            </button>
          </p>
        )
      )}
    </Part>
  );
}

type EraseProps = { readonly name: string; readonly onErased: () => void; readonly onEnd: () => void };

function Erase({ name, onErased, onEnd }: EraseProps) {
  const { problem, run } = useAction();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [asked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => (asked ? field : first).current?.focus(), [asked]);

  const send = (event: Event) => {
    event.preventDefault();
    if (!asked) return setAsked(true);
    if (!isSameName(typed, name)) {
      field.current?.setCustomValidity(t('account.leaving.notTheName'));
      return void field.current?.reportValidity();
    }
    void run(async () => {
      await callAsMe('/me', { method: 'DELETE', body: { messages: choice } });
      forgetPending();
      onErased();
      become(null);
    });
  };
  return (
    <form class="panel leaving" onSubmit={send}>
      {!asked && (
        <fieldset>
          <legend>{t('account.leaving.question')}</legend>
          {(Object.keys(CHOICES) as Choice[]).map((each, index) => (
            <label key={each}>
              <input
                ref={index === 0 ? first : undefined}
                type="radio"
                name="messages"
                required
                checked={choice === each}
                onChange={() => setChoice(each)}
              />
              <b>{t(CHOICES[each].what)}</b>
              <span class="aside">{t(CHOICES[each].means)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {asked && choice && (
        <>
          <p>{t('account.leaving.final', { choice })}</p>
          <label class="field">
            {t('account.leaving.typeName', { name })}
            <input
              ref={field}
              name="confirm"
              required
              dir="auto"
              autocomplete="off"
              value={typed}
              onInput={({ currentTarget }) => {
                currentTarget.setCustomValidity('');
                setTyped(currentTarget.value);
              }}
            />
          </label>
        </>
      )}
      <Problem>{problem}</Problem>
      <p class="choices">
        <button type="submit" class={asked ? 'danger' : 'main'}>
          {t(asked ? 'account.leaving.erase' : 'account.leaving.goOn')}
        </button>
        <button type="button" class="quiet" onClick={onEnd}>
          {t('account.cancel')}
        </button>
      </p>
    </form>
  );
}

/** As somebody types it who need not find every letter of another case or width. */
export const isSameName = (typed: string, name: string): boolean => folded(typed) === folded(name);
const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
