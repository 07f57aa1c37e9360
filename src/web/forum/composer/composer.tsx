import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onFirstUse } from '../chunk.js';
import { isComposing } from '../../ui/composing.js';
import { grow } from './grow.js';
import { draftOf, keepDraft, onPutBack, placeOfEdit, placeOfReply } from './drafts.js';
import { sayTyping } from '../stream/follow.js';
import { checkName, Left, Rename, Unpublished } from './posting.js';
import type { ApiError } from '../session/api.js';
import { compose } from '../reading/reading.js';
import { leave } from '../session/session.js';
import { useForum, useStore } from '../state/store.js';
import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';

type Props = {
  /** What is answered; null at the head of the thread. */
  readonly parentId: string | null;
  /** Where a message of the reader's own is changed and not a new one written: its source, and what takes the new one. */
  readonly editing?: {
    readonly id: string;
    readonly read: () => Promise<string>;
    readonly change: (text: string) => Promise<void>;
  };
  readonly onEnd?: () => void;
};

const Preview = onFirstUse(() => import('./preview.js'), 'Preview');

/** How seldom the others are told that the reader is writing, in ms. */
const TYPING_EVERY = 3_000;
/** From this share of the longest message on, what is left is counted. */
const NEAR = 0.9;

/**
 * Where a message is written: one line until it is wanted. Without JavaScript it is a plain form that posts;
 * with it, the text survives a reload, and pressing the button often posts once.
 */
export function Composer({ parentId, editing, onEnd }: Props) {
  const store = useStore();
  const place = editing ? placeOfEdit(editing.id) : placeOfReply(parentId);
  const form = useForum((state) => state.form);
  const threadId = useForum((state) => state.thread.id);
  const terms = useForum((state) => state.thread.posting);
  const embedded = useForum((state) => state.embedded);
  const lang = useForum((state) => state.lang);
  const me = useForum((state) => state.me);
  const wanted = useForum((state) => state.composing === place);
  const returned = form && placeOfReply(form.parentId ?? null) === place ? form : null;

  const frame = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const lastTyped = useRef(0);
  const [text, setText] = useState(returned?.text ?? '');
  const [previewing, setPreviewing] = useState(false);
  const [problem, setProblem] = useState(returned?.error ?? '');
  const [renames, setRenames] = useState(false);
  const [waits, setWaits] = useState(false);
  const isReached = useForum(({ connection }) => connection === 'live' || connection === 'polling');
  const busy = useRef(false);
  /** Until what is edited is there, what is typed stands for its end, and is nothing to save. */
  const isAwaited = useRef(false);
  const open = wanted || text !== '' || editing !== undefined || parentId !== null;

  const write = (now: string) => {
    setText(now);
    setPreviewing(false);
    setWaits(false);
    if (!isAwaited.current) keepDraft(store, place, now);
  };
  const takeSource = (source: string) => {
    const typed = field.current?.value ?? '';
    isAwaited.current = false;
    if (typed) write(source + typed);
    else setText(source);
  };
  useLayoutEffect(() => {
    const draft = draftOf(store, place);
    if (editing && !draft) {
      isAwaited.current = true;
      void editing.read().then(takeSource, (error: Error) => setProblem(error.message));
    } else setText(field.current?.value || draft);
    // What an earlier page has left unfinished waits until it is wanted.
    if (editing || (parentId !== null && wanted && !returned)) field.current?.focus();
    return onPutBack(place, setText);
  }, []);
  useEffect(() => grow(field.current), [text, previewing, open]);

  const most = terms.maxLength;
  const giveUp = () => {
    if (editing) keepDraft(store, place, '');
    end();
  };
  const end = () => {
    if (onEnd) return onEnd();
    if (parentId !== null || text === '') compose(store, null);
    if (parentId === null) field.current?.blur();
  };
  const want = () => {
    if (editing) return;
    if (!wanted) compose(store, place);
    void Unpublished.load().catch(() => undefined);
  };
  const type = (event: Event) => {
    write((event.currentTarget as HTMLTextAreaElement).value);
    if (editing || Date.now() - lastTyped.current < TYPING_EVERY) return;
    lastTyped.current = Date.now();
    sayTyping(store, parentId);
  };
  const look = () => {
    setProblem('');
    setPreviewing(!previewing);
  };
  const goOn = (problem: string) => {
    setProblem(problem);
    setPreviewing(false);
  };
  const send = async (event?: Event) => {
    event?.preventDefault();
    const name = nameField.current?.value.trim() ?? '';
    if (busy.current || isAwaited.current || text.trim() === '') return field.current?.focus();
    if (!me && !name) return nameField.current?.focus();
    if (!frame.current?.reportValidity()) return;
    setProblem('');
    busy.current = true;
    try {
      if (editing) {
        await editing.change(text);
        end();
      } else {
        const { post } = await Unpublished.load();
        // What is typed until it is there goes with it; where the form has gone meanwhile, the draft stays.
        const written = field.current?.value;
        if (!written) return;
        lastTyped.current = 0;
        write('');
        compose(store, null);
        field.current?.blur();
        post(store, parentId, written, name);
      }
    } catch (error) {
      // What sends it is not here yet, and cannot be had: it goes with the connection that comes back.
      const isForLater = !editing && !isReached;
      setWaits(isForLater);
      setProblem(isForLater ? t('forum.composer.waits') : (error as Error).message);
      setRenames((error as ApiError).code === 'name_taken');
    } finally {
      busy.current = false;
    }
  };
  const again = () => {
    setRenames(false);
    void send();
  };
  useEffect(() => {
    if (waits && isReached) void send();
  }, [waits, isReached]);
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send(event);
    if (event.key === 'Escape') end();
  };

  const id = parentId === null ? 'composer' : `composer-${parentId}`;
  return (
    <>
      <form
        ref={frame}
        id={editing ? undefined : id}
        class={`composer${open ? ' open' : ''}`}
        method="post"
        action={`/threads/${threadId}/messages`}
        aria-label={t(
          editing ? 'forum.composer.edit' : parentId === null ? 'forum.composer.write' : 'forum.composer.answer',
        )}
        onSubmit={(event) => void send(event)}
        onKeyDown={keys}
      >
        {/* oxlint-disable-next-line react/jsx-key -- they never change places */}
        {Object.entries({ parentId, embedded: embedded && '1', lang, ...store.state.article }).map(
          ([name, value]) => value && <input type="hidden" name={name} value={value} />,
        )}
        {previewing && <Preview text={text} onFail={goOn} />}
        <textarea
          ref={field}
          name="text"
          required
          rows={1}
          dir="auto"
          hidden={previewing}
          placeholder={t(parentId === null ? 'forum.composer.hint' : 'forum.composer.answerHint')}
          aria-label={t('forum.composer.text')}
          aria-describedby={problem ? `${id}-problem` : undefined}
          value={text}
          onInput={type}
          onFocus={want}
        />
        {problem && (
          <p class="problem" role="alert" id={`${id}-problem`}>
            {problem}
          </p>
        )}
        <div class="foot">
          {me ? (
            <p class="as">
              <span>{rich('forum.composer.as', { name: <b dir="auto">{me.name}</b> })}</span>
              {!editing && (
                <button type="button" class="quiet" onClick={() => leave(store)}>
                  {t('forum.composer.notYou')}
                </button>
              )}
            </p>
          ) : (
            <label class="field name">
              <span>{t('forum.composer.name')}</span>
              <input
                ref={nameField}
                name="name"
                required
                autocomplete="nickname"
                defaultValue={returned?.name}
                onInput={checkName}
              />
            </label>
          )}
          {text.length > most * NEAR && <Left text={text} most={most} field={field} />}
          <p class="choices">
            {(parentId !== null || editing) && (
              <button type="button" class="quiet needs-script" onClick={giveUp}>
                {t('forum.composer.cancel')}
              </button>
            )}
            <button type="button" class="quiet needs-script" disabled={text.trim() === ''} onClick={look}>
              {t(previewing ? 'forum.composer.writeOn' : 'forum.composer.preview')}
            </button>
            <button type="submit" class="main">
              {t(editing ? 'forum.composer.save' : parentId === null ? 'forum.composer.post' : 'forum.composer.reply')}
            </button>
          </p>
          {open && <p class="terms">{t('forum.composer.markdown')}</p>}
          {terms.premoderation === 'all' && <p class="terms">{t('forum.composer.premoderation')}</p>}
        </div>
      </form>
      {renames && me && <Rename onRenamed={again} />}
    </>
  );
}
