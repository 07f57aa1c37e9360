import { useState } from 'preact/hooks';
import type { AuthorView } from '../../../members/members.schema.js';
import type { MessageView } from '../../../messages/messages.schema.js';
import { Icon } from '../../ui/icon.js';
import { remove, vote } from './acting.js';
import { pageOf, permalink } from '../links.js';
import { AskName, ConfirmRemoval, ReportForm, ShareLink } from './panels.js';
import { compose } from '../reading/reading.js';
import { ignore } from '../session/session.js';
import { useForum, useStore } from '../state/store.js';

type Panel = { readonly kind: 'report' | 'remove' | 'share' } | { readonly kind: 'name'; readonly after: () => void };
type Props = { readonly message: MessageView; readonly author: AuthorView; readonly onEdit: () => void };

/** What can be done about a message: quiet, in one row; the rarer things stand behind "…". */
export function Actions({ message, author, onEdit }: Props) {
  const store = useStore();
  const [more, setMore] = useState(false);
  const [panel, setPanel] = useState<Panel | null>(null);
  const [problem, setProblem] = useState('');
  const [told, setTold] = useState('');
  const own = useForum((state) => state.me?.id === author.id);
  const open = useForum((state) => state.thread.state === 'open');

  const attempt = (what: Promise<unknown>) => {
    setProblem('');
    void what.catch((error: Error) => setProblem(error.message));
  };
  /** Asks for a name first where there is none yet. */
  const asSomebody = (after: () => void) => {
    if (store.state.token) return after();
    setPanel({ kind: 'name', after });
  };
  const share = async () => {
    const link = permalink(store.state, message.id);
    try {
      await navigator.clipboard.writeText(link);
      setTold('Link copied');
      setTimeout(() => setTold(''), 3000);
    } catch {
      setPanel({ kind: 'share' });
    }
  };

  return (
    <>
      <div class="actions">
        <Votes
          message={message}
          own={own}
          cast={(value) => asSomebody(() => attempt(vote(store, store.state.messages[message.id] ?? message, value)))}
        />
        {open && <ReplyLink message={message} author={author} />}
        <button
          type="button"
          class="quiet needs-script"
          aria-expanded={more}
          aria-label={`More about the message of ${author.name}`}
          onClick={() => setMore(!more)}
        >
          <Icon name="more" />
        </button>
        {more && (
          <span class="further">
            <button type="button" class="quiet" onClick={() => void share()}>
              {told || 'Share'}
            </button>
            {own && <OwnActions message={message} onEdit={onEdit} onRemove={() => setPanel({ kind: 'remove' })} />}
            {!own && (
              <>
                <button type="button" class="quiet" onClick={() => asSomebody(() => setPanel({ kind: 'report' }))}>
                  Report
                </button>
                <button type="button" class="quiet" onClick={() => ignore(store, author.id, true)}>
                  Ignore
                </button>
              </>
            )}
          </span>
        )}
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {panel?.kind === 'name' && (
        <AskName
          onEnd={(given) => {
            setPanel(null);
            if (given) panel.after();
          }}
        />
      )}
      {panel?.kind === 'report' && <ReportForm message={message} onEnd={() => setPanel(null)} />}
      {panel?.kind === 'share' && <ShareLink messageId={message.id} onEnd={() => setPanel(null)} />}
      {panel?.kind === 'remove' && (
        <ConfirmRemoval
          onEnd={(sure) => {
            setPanel(null);
            if (sure) attempt(remove(store, message));
          }}
        />
      )}
    </>
  );
}

/** Up · score · down. */
function Votes({ message, own, cast }: { message: MessageView; own: boolean; cast: (value: 'up' | 'down') => void }) {
  const mine = useForum((state) => state.votes[message.id]);
  const { up, down } = message.votes;
  return (
    <span class="votes" role="group" aria-label="Votes">
      <button
        type="button"
        class="quiet needs-script"
        aria-pressed={mine === 'up'}
        aria-label="Vote up"
        disabled={own}
        onClick={() => cast('up')}
      >
        <Icon name="up" />
      </button>
      <span class="score" title={`${up} up, ${down} down`}>
        <span aria-hidden="true">{String(up - down).replace('-', '−')}</span>
        <span class="aside-voice">{`${up} up, ${down} down`}</span>
      </span>
      <button
        type="button"
        class="quiet needs-script"
        aria-pressed={mine === 'down'}
        aria-label="Vote down"
        disabled={own}
        onClick={() => cast('down')}
      >
        <Icon name="down" />
      </button>
    </span>
  );
}

/** A plain link without JavaScript; with it the composer opens in place. */
function ReplyLink({ message, author }: { message: MessageView; author: AuthorView }) {
  const store = useStore();
  const page = useForum((state) => pageOf(state, { reply: message.id }));
  const open = (event: Event) => {
    event.preventDefault();
    compose(store, message.id);
  };
  return (
    <a class="quiet" href={`${page}#composer-${message.id}`} onClick={open}>
      Reply<span class="aside-voice"> to {author.name}</span>
    </a>
  );
}

/** Edit and Delete, as long as the site's edit window is open. */
function OwnActions(props: { message: MessageView; onEdit: () => void; onRemove: () => void }) {
  const until = useForum((state) => Date.parse(props.message.createdAt) + state.thread.posting.editWindow * 1000);
  const now = useForum((state) => state.now) ?? 0;
  if (now > until) return null;
  return (
    <>
      <button type="button" class="quiet" onClick={props.onEdit}>
        Edit
      </button>
      <button type="button" class="quiet" onClick={props.onRemove}>
        Delete
      </button>
    </>
  );
}
