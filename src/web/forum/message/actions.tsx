import { useState } from 'preact/hooks';
import type { AuthorView } from '../../../members/members.schema.js';
import type { MessageView } from '../../../messages/messages.schema.js';
import { numeral, t } from '../../../i18n/format.js';
import { Icon } from '../../ui/icon.js';
import { chunk, onFirstUse } from '../chunk.js';
import { pageOf } from '../links.js';
import { compose } from '../reading/reading.js';
import { mayWrite } from '../state/state.js';
import { useForum, useStore, type Store } from '../state/store.js';
import type { PanelKind } from './more/more.js';

type Props = { readonly message: MessageView; readonly author: AuthorView; readonly onEdit: () => void };

const Further = onFirstUse(() => import('./more/more.js'), 'Further');
const MessagePanel = onFirstUse(() => import('./more/more.js'), 'MessagePanel');

const vote = async (store: Store, message: MessageView, value: 'up' | 'down') =>
  (await chunk(() => import('./voting.js'))).vote(store, store.state.messages[message.id] ?? message, value);

/** What can be done about a message: quiet, in one row; the rarer things stand behind "…". */
export function Actions({ message, author, onEdit }: Props) {
  const store = useStore();
  const [more, setMore] = useState(false);
  const [panel, setPanel] = useState<PanelKind | null>(null);
  const [problem, setProblem] = useState('');
  const own = useForum((state) => state.me?.id === author.id);
  const open = useForum(mayWrite);

  const attempt = (what: Promise<unknown>) => {
    setProblem('');
    void what.catch((error: Error) => setProblem(error.message));
  };
  /** Asks for a name first where there is none yet. */
  const asSomebody = (after: () => void) => {
    if (store.state.token) return after();
    setPanel({ kind: 'name', after });
  };
  return (
    <>
      <div class="actions">
        <Votes message={message} own={own} cast={(value) => asSomebody(() => attempt(vote(store, message, value)))} />
        {open && <ReplyLink message={message} author={author} />}
        <button
          type="button"
          class="quiet needs-script"
          aria-expanded={more}
          aria-label={t('forum.more', { name: author.name })}
          onClick={() => setMore(!more)}
        >
          <Icon name="more" />
        </button>
        {more && <Further message={message} author={author} onEdit={onEdit} open={setPanel} asSomebody={asSomebody} />}
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {panel && <MessagePanel panel={panel} message={message} onEnd={() => setPanel(null)} attempt={attempt} />}
    </>
  );
}

/** Up · score · down. */
function Votes({ message, own, cast }: { message: MessageView; own: boolean; cast: (value: 'up' | 'down') => void }) {
  const mine = useForum((state) => state.votes[message.id]);
  const { up, down } = message.votes;
  const score = t('forum.score', { up, down });
  return (
    <span class="votes" role="group" aria-label={t('forum.votes')}>
      <button
        type="button"
        class="quiet needs-script"
        aria-pressed={mine === 'up'}
        aria-label={t('forum.voteUp')}
        disabled={own}
        onClick={() => cast('up')}
      >
        <Icon name="up" />
      </button>
      <span class="score" title={score}>
        <span aria-hidden="true">{numeral(up - down).replace('-', '−')}</span>
        <span class="visually-hidden">{score}</span>
      </span>
      <button
        type="button"
        class="quiet needs-script"
        aria-pressed={mine === 'down'}
        aria-label={t('forum.voteDown')}
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
      {t('forum.reply')}
      <span class="visually-hidden"> {t('forum.replyTo', { name: author.name })}</span>
    </a>
  );
}
