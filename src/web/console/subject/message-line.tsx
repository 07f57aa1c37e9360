import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import { Ago } from '../../ui/ago.js';
import { excerptOf } from '../queue/excerpt.js';
import { StateMark } from '../item/state-mark.js';
import { shortReason } from '../wording/why-here.js';

/** A message in a list: who, what has become of it, when, and its first words. */
export function MessageLine({ item, now }: { readonly item: QueueItem; readonly now: number }) {
  return (
    <>
      <bdi class="row-name">{item.author.name}</bdi>
      <span class={`row-why why-${item.kind}`}>
        <StateMark state={item.kind} />
        {shortReason(item)}
      </span>
      <Ago iso={item.message.createdAt} now={now} />
      <span class="subject-text" dir="auto">
        {excerptOf(item.message.html)}
      </span>
    </>
  );
}
