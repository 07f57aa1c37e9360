import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import type { InboxEventRow } from '../../events/inbox/inbox-event.entity.js';
import type { InboxData, InboxEvent, InboxEventType } from './inbox.schema.js';

/** Reads what events of one kind tell today, by what each is about; of what is no more there is nothing. */
export type InboxReading<T extends InboxEventType = InboxEventType> = (
  memberId: string,
  subjectIds: readonly string[],
) => Promise<ReadonlyMap<string, InboxData<T>>>;

/** The kinds of events that an inbox has. Each adds itself. */
@Injectable()
export class InboxKinds {
  private readonly readings = new Map<string, InboxReading>();

  add<T extends InboxEventType>(type: T, read: InboxReading<T>): void {
    if (this.readings.has(type)) throw new Error(`Two kinds of inbox events ${type}`);
    this.readings.set(type, read);
  }

  /** These events of one member, as they are told now: a reading for each kind. */
  async toEvents(memberId: string, rows: readonly InboxEventRow[]): Promise<InboxEvent[]> {
    const types = [...new Set(rows.map(({ type }) => type))];
    const read = await Promise.all(
      types.map(async (type) => {
        const subjects = rows.flatMap((row) => (row.type === type ? [row.subjectId] : []));
        return [type, await this.readings.get(type)?.(memberId, [...new Set(subjects)])] as const;
      }),
    );
    const known = new Map(read);
    return rows.map(({ position, at, type, subjectId }) => {
      const data = known.get(type)?.get(subjectId);
      const said = data === undefined ? { type: 'inbox.changed', data: {} } : { type, data };
      return { position, at: iso(at), ...said } as InboxEvent;
    });
  }
}
