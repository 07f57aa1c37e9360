import { useState } from 'preact/hooks';
import type { AuthorView } from '../../../../members/members.schema.js';
import type { MessageView } from '../../../../messages/messages.schema.js';
import { permalink } from '../../links.js';
import { fullTime } from '../../../ui/time.js';
import { serverTime } from '../../session/server-time.js';
import { ignore } from '../../session/session.js';
import { readStorage } from '../../session/storage.js';
import { useForum, useStore } from '../../state/store.js';
import { posting } from '../../composer/posting.js';
import { t } from '../../../../i18n/format.js';
import { AskName, ConfirmRemoval, ReportForm, ShareLink } from './panels.js';

/** What opens under a message: a small form, or the question for a name before what needs one. */
export type PanelKind =
  { readonly kind: 'report' | 'remove' | 'share' } | { readonly kind: 'name'; readonly after: () => void };

type FurtherProps = {
  readonly message: MessageView;
  readonly author: AuthorView;
  readonly onEdit: () => void;
  readonly open: (panel: PanelKind) => void;
  readonly asSomebody: (after: () => void) => void;
};

/** What stands behind "…". */
export function Further({ message, author, onEdit, open, asSomebody }: FurtherProps) {
  const store = useStore();
  const own = useForum((state) => state.me?.id === author.id);
  const [told, setTold] = useState('');
  const share = async () => {
    try {
      await navigator.clipboard.writeText(permalink(store.state, message.id));
      setTold(t('forum.further.copied'));
      setTimeout(() => setTold(''), 3000);
    } catch {
      open({ kind: 'share' });
    }
  };
  return (
    <span class="further">
      <button type="button" class="quiet" onClick={() => void share()}>
        {told || t('forum.further.share')}
      </button>
      <span class="when touch-only">{fullTime(message.createdAt)}</span>
      {own && <OwnActions message={message} onEdit={onEdit} onRemove={() => open({ kind: 'remove' })} />}
      {!own && (
        <>
          <button type="button" class="quiet" onClick={() => asSomebody(() => open({ kind: 'report' }))}>
            {t('forum.further.report')}
          </button>
          <button type="button" class="quiet" onClick={() => ignore(store, author.id, true)}>
            {t('forum.further.ignore')}
          </button>
        </>
      )}
      {readStorage<boolean>('moderator') && (
        <a class="quiet" href={`/console/message/${message.id}`} target="_blank" rel="noopener">
          {t('forum.further.console')}
        </a>
      )}
    </span>
  );
}

/** In ms. */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Edit and Delete, as long as the site's edit window is open. */
function OwnActions(props: { message: MessageView; onEdit: () => void; onRemove: () => void }) {
  const until = useForum((state) => Date.parse(props.message.createdAt) + state.thread.posting.editWindow * 1000);
  useForum((state) => state.now);
  const left = until - serverTime();
  if (left < 0) return null;
  return (
    <>
      <button type="button" class="quiet" onClick={props.onEdit}>
        {t('forum.further.edit')}
      </button>
      <button type="button" class="quiet" onClick={props.onRemove}>
        {t('forum.further.delete')}
      </button>
      {left < DAY && (
        <span class="when">
          {left < MINUTE
            ? t('forum.further.leftMoment')
            : t('forum.further.leftMinutes', { n: Math.ceil(left / MINUTE) })}
        </span>
      )}
    </>
  );
}

type PanelProps = {
  readonly panel: PanelKind;
  readonly message: MessageView;
  readonly onEnd: () => void;
  readonly attempt: (what: Promise<unknown>) => void;
};

export function MessagePanel({ panel, message, onEnd, attempt }: PanelProps) {
  const store = useStore();
  switch (panel.kind) {
    case 'name':
      return (
        <AskName
          onEnd={(given) => {
            onEnd();
            if (given) panel.after();
          }}
        />
      );
    case 'report':
      return <ReportForm message={message} onEnd={onEnd} />;
    case 'share':
      return <ShareLink messageId={message.id} onEnd={onEnd} />;
    case 'remove':
      return (
        <ConfirmRemoval
          onEnd={(sure) => {
            onEnd();
            if (sure) attempt(posting().then(({ remove }) => remove(store, message)));
          }}
        />
      );
  }
}
