import { useState } from 'preact/hooks';
import { Composer } from '../composer/composer.js';
import { pageOf } from '../links.js';
import { Message } from './message.js';
import { placeOfReply } from '../composer/drafts.js';
import { Unpublished } from '../composer/posting.js';
import { readOn } from '../reading/further.js';
import { compose, fold } from '../reading/reading.js';
import { barredBy, branchOf, mayWrite, repliesBelow, ROOT, type ForumState } from '../state/state.js';
import { useForum, useStore } from '../state/store.js';
import { t } from '../../../i18n/format.js';

/** The depth from which the indent stops: the fifth level, where the topmost is 0. */
const FLAT_FROM = 4;

/** Under one message, or at the head of the thread. */
const under =
  (of: string) =>
  (_: ForumState, { parentId }: { readonly parentId: string | null }) =>
    placeOfReply(parentId) === of;

/** What hangs on a message (or on the thread): a list, and the thin line beside it that folds it. */
export function Branch({ of }: { of: string }) {
  const branch = useForum((state) => branchOf(state, of));
  const depth = useForum((state) => (of === ROOT ? 0 : (state.messages[of]?.depth ?? 0) + 1));
  const folded = useForum((state) => state.folded[of] ?? false);
  const store = useStore();
  // An answer that is begun stays in sight, also when another is begun or the page is left, until the reader closes it.
  const [closed, close] = useState(false);
  const composing = useForum(
    (state) =>
      of !== ROOT &&
      !barredBy(state) &&
      (state.composing === of || (!closed && mayWrite(state) && state.drafts[of] !== undefined)),
  );
  const end = () => {
    close(true);
    if (store.state.composing === of) compose(store, null);
  };
  const unpublished = useForum((state) =>
    [...state.held, ...state.outbox].some((post) => (post.parentId ?? ROOT) === of),
  );

  const first = useForum((state) => of === ROOT && state.sort !== 'oldest');

  if (branch.ids.length === 0 && branch.next === null && !composing && !unpublished) return null;
  const flat = depth >= FLAT_FROM;
  return (
    <div class={`branch ${of === ROOT ? 'root' : flat ? 'flat' : 'indented'}${folded ? ' folded' : ''}`}>
      {of !== ROOT && !flat && <FoldLine of={of} folded={folded} />}
      {!folded && (
        <>
          {composing && <Composer parentId={of} onEnd={end} />}
          <ol role="list">
            {unpublished && first && <Unpublished where={under(of)} />}
            {branch.ids.map((id) => (
              <li key={id}>
                <Message id={id} inReplyTo={flat} />
                <Branch of={id} />
              </li>
            ))}
            {unpublished && !first && <Unpublished where={under(of)} />}
          </ol>
          {branch.next !== null && <More of={of} />}
        </>
      )}
    </div>
  );
}

function FoldLine({ of, folded }: { of: string; folded: boolean }) {
  const store = useStore();
  const below = useForum((state) => repliesBelow(state, of));
  return (
    <button type="button" class="fold" aria-expanded={!folded} onClick={() => fold(store, of, !folded)}>
      <span class={folded ? '' : 'visually-hidden'}>{t('forum.replies', { n: below })}</span>
    </button>
  );
}

/** Reads on: a plain link without JavaScript, in place with it. */
function More({ of }: { of: string }) {
  const store = useStore();
  const [failed, setFailed] = useState(false);
  const [reading, setReading] = useState(false);
  const cursor = useForum((state) => branchOf(state, of).next) ?? '';
  const missing = useForum((state) => (state.messages[of]?.replyCount ?? 0) - branchOf(state, of).ids.length);
  const place = useForum((state) =>
    pageOf(state, of === ROOT ? { sort: state.sort, cursor } : { message: of, cursor }),
  );
  const alone = useForum((state) => state.focus !== null && of === ROOT);
  if (alone) return null;

  const read = async (event: Event) => {
    event.preventDefault();
    setReading(true);
    setFailed(
      await readOn(store, of).then(
        () => false,
        () => true,
      ),
    );
    setReading(false);
  };
  return (
    <p class="more">
      <a href={place} onClick={(event) => void read(event)} aria-busy={reading}>
        {of === ROOT
          ? t('forum.moreMessages')
          : missing > 0
            ? t('forum.moreRepliesOf', { n: missing })
            : t('forum.moreReplies')}
      </a>
      {failed && <span role="status"> {t('forum.unreachableLater')}</span>}
    </p>
  );
}
