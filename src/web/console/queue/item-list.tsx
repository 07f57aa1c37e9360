import { t } from '../../../i18n/format.js';
import { useEffect, useRef } from 'preact/hooks';
import type { QueueKind } from '../../../moderation/queue/queue.schema.js';
import { Ago } from '../../ui/ago.js';
import { within } from '../../ui/within.js';
import { Badges } from '../../ui/badge.js';
import { pathOf } from '../route.js';
import { excerptOf } from './excerpt.js';
import type { Row } from './queue-state.js';
import { StateMark } from '../item/state-mark.js';
import { shortReason } from '../wording/why-here.js';
import { DECIDED } from '../wording/wording.js';

type Props = {
  readonly view: QueueKind;
  readonly rows: readonly Row[];
  readonly selectedId: string | null;
  readonly now: number;
  readonly open: (id: string) => void;
};

/** The rows of a queue. Only the selected one is a tab stop: J and K, not Tab, walk the list. */
export function ItemList({ view, rows, selectedId, now, open }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: 'nearest' });
    if (list.current?.contains(document.activeElement)) row?.focus();
  }, [selectedId]);

  return (
    <ol class="items" ref={list}>
      {rows.map((row) => {
        const { id } = row.item.message;
        return (
          <li class={`item-row is-${row.state.kind}`} key={id}>
            <a
              href={pathOf({ page: 'queue', view, messageId: id })}
              aria-current={id === selectedId ? 'true' : undefined}
              tabIndex={id === selectedId ? 0 : -1}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                open(id);
              }}
            >
              <RowBody row={row} now={now} />
            </a>
          </li>
        );
      })}
    </ol>
  );
}

function RowBody({ row: { item, state }, now }: { row: Row; now: number }) {
  return (
    <>
      <span class="row-head">
        <bdi class="row-name">{item.author.name}</bdi>
        <Badges author={item.author} />
        <Ago iso={item.message.createdAt} now={now} />
      </span>
      <span class="row-text" dir="auto">
        {excerptOf(item.message.html)}
      </span>
      <span class="row-foot">
        {state.kind === 'decided' ? (
          <span class="row-decided">{decidedBy(state)}</span>
        ) : (
          <span class={`row-why why-${item.kind}`}>
            <StateMark state={item.kind} />
            {shortReason(item)}
          </span>
        )}
        {item.message.state === 'deleted' && <span class="row-edited">{t('console.row.deleted')}</span>}
        {state.kind === 'edited' && <span class="row-edited">{t('console.row.changed')}</span>}
        <bdi class="row-thread">{item.thread.title}</bdi>
      </span>
    </>
  );
}

/** "Approved by Mia", or that it is gone where nobody here saw who did it. */
export function decidedBy(state: Extract<Row['state'], { kind: 'decided' }>): string {
  const { decision, by } = state;
  if (by !== null) return t('console.done.by', { what: decision ?? 'other', name: within(by) });
  return t(decision ? DECIDED[decision] : 'console.done.gone');
}
