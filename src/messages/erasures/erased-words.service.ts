import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import type { KeptMessages } from '../../members/erasure.entity.js';
import { SitesService } from '../../sites/sites.service.js';
import { NamesService } from '../../threads/names.service.js';
import { MessageLifecycle } from '../message-lifecycle.js';
import type { MessageRow } from '../message.row.js';
import { MessagesRepository } from '../messages.repository.js';
import { isWaiting } from '../waiting.js';
import { ErasuresRepository } from './erasures.repository.js';

/** What stands where the name was. */
export const NOBODY = 'Erased';
/** Messages in one unit of work. */
const STEP = 50;

/** What becomes of what somebody wrote who is erased. Done again, it finds nothing to do, but tells of kept messages once more. */
@Injectable()
export class ErasedWordsService {
  constructor(
    private readonly erasures: ErasuresRepository,
    private readonly messages: MessagesRepository,
    private readonly publishing: MessageLifecycle,
    private readonly sites: SitesService,
    private readonly transactions: Transactions,
    private readonly queue: QueueLog,
    private readonly names: NamesService,
  ) {}

  /**
   * Takes their name off discussions and the words of their messages; with `keep` only of those that are on no page.
   * @returns how many messages lost their words
   */
  async takeAll(memberId: string, messages: KeptMessages): Promise<number> {
    while (await this.transactions.run((tx) => this.unnameSome(tx, memberId)));
    const blanked = await this.blankAll(memberId, messages);
    if (messages === 'keep') await this.unnameAll(memberId);
    return blanked;
  }

  /** True where more may be left. */
  private async unnameSome(tx: Tx, memberId: string): Promise<boolean> {
    const closed = await this.erasures.closed(tx, memberId, NOBODY, STEP);
    for (const thread of closed) {
      await this.erasures.nameCloser(tx, thread.id, NOBODY);
      await this.names.appendChanged(tx, await this.sites.siteIn(tx, thread.siteId), thread);
    }
    return closed.length === STEP;
  }

  private async blankAll(memberId: string, messages: KeptMessages): Promise<number> {
    const sites = await this.sites.all();
    for (let blanked = 0; ;) {
      const ids = await this.erasures.written(memberId, messages, STEP);
      if (ids.length === 0) return blanked;
      await this.transactions.run(async (tx) => {
        const waited: MessageRow[] = [];
        for (const id of ids) {
          const row = await this.messages.lock(tx, id);
          // A moderator has published it meanwhile.
          if (messages === 'keep' && row?.state === 'published') continue;
          const site = row && sites.get(row.siteId);
          if (row?.state === 'published' && site) await this.publishing.withdraw(tx, site, row, 'deleted', 'deleted');
          if (row?.state === 'held') await this.messages.setState(tx, id, 'deleted');
          await this.erasures.blank(tx, id);
          if (row && isWaiting(row)) waited.push(row);
        }
        await this.appendToQueues(tx, waited);
      });
      blanked += ids.length;
    }
  }

  /** Open pages show what stays without the name; what it said before it was changed goes. */
  private async unnameAll(memberId: string): Promise<void> {
    const sites = await this.sites.all();
    for (let after = ''; ;) {
      const ids = await this.erasures.published(memberId, after, STEP);
      await this.transactions.run(async (tx) => {
        for (const id of ids) {
          const row = await this.messages.lock(tx, id);
          const site = row && sites.get(row.siteId);
          await this.erasures.forgetHistory(tx, id);
          if (row?.state === 'published' && row.visible && site) await this.publishing.change(tx, site, row);
        }
      });
      if (ids.length < STEP) return;
      after = ids.at(-1) ?? '';
    }
  }

  /** Consoles show them without their words, or no more. Last of all, see QueueLog. */
  private async appendToQueues(tx: Tx, waited: readonly MessageRow[]): Promise<void> {
    for (const { siteId, id, openReports } of waited.toSorted((a, b) => (a.siteId < b.siteId ? -1 : 1)))
      await this.queue.append(tx, {
        siteId,
        messageId: id,
        waited: true,
        waits: isWaiting({ state: 'deleted', openReports }),
      });
  }
}
