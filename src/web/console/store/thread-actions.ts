import { t } from '../../../i18n/format.js';
import type { SitesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import type { ThreadAnswer } from '../../../moderation/threads/thread-acts.schema.js';
import type { AddressRules } from '../../../sites/address-rules.schema.js';
import type { ApiError, ConsoleApi, ThreadNames } from '../api.js';
import type { ConsoleStore } from './console-store.js';

/**
 * What a moderator does to a whole discussion. Each answers what the server said against it, or null when it is done: a
 * dialog that is refused stays open with what was typed.
 */
export class ThreadActions {
  constructor(
    private readonly store: ConsoleStore,
    private readonly api: ConsoleApi,
  ) {}

  rename(threadId: string, names: ThreadNames): Promise<ApiError | null> {
    const moves = names.url !== undefined || names.key !== undefined;
    return this.act(t(moves ? 'console.discussion.moved' : 'console.discussion.renamed'), [threadId], () =>
      this.api.renameThread(threadId, names),
    );
  }

  merge(threadId: string, into: string, reason: string): Promise<ApiError | null> {
    return this.act(t('console.discussion.merged'), [threadId, into], () =>
      this.api.mergeThread(threadId, into, reason),
    );
  }

  remove(threadId: string): Promise<ApiError | null> {
    return this.act(t('console.discussion.deleted'), [threadId], () => this.api.deleteThread(threadId));
  }

  async look(threadId: string): Promise<void> {
    try {
      await this.api.lookAtPage(threadId);
      this.store.threads.invalidate(threadId);
      this.store.say({ tone: 'plain', text: t('console.discussion.looking') });
    } catch (error) {
      this.store.complain(error, (why) => t('console.discussion.notLooked', { why }));
    }
  }

  /** Changes which addresses are one article on a site; what falls together is merged a moment later. */
  async changeRules(site: SitesAnswer['sites'][number], rules: AddressRules): Promise<ApiError | null> {
    try {
      const { twins } = await this.api.changeAddresses(site.id, rules, site.revision);
      const ids = twins.flatMap(({ into, from }) => [into, ...from].map(({ id }) => id));
      this.changed(ids);
      const text = t(ids.length === 0 ? 'console.act.rulesChanged' : 'console.act.merging');
      this.store.say({ tone: 'plain', text });
      return null;
    } catch (error) {
      this.store.complain(error);
      return error;
    }
  }

  /** Takes back what an entry of the log says was done; false where the server refused. */
  async takeBack(entry: string, threadId: string): Promise<boolean> {
    try {
      await this.takeBackNow(entry, [threadId]);
      this.store.say({ tone: 'plain', text: t('console.act.takenBack') });
      return true;
    } catch (error) {
      this.store.complain(error, (why) => t('console.act.notTakenBack', { why }));
      return false;
    }
  }

  private async act(
    says: string,
    threadIds: readonly string[],
    work: () => Promise<ThreadAnswer>,
  ): Promise<ApiError | null> {
    try {
      const { entry } = await work();
      this.changed(threadIds);
      if (entry === null) this.store.say({ tone: 'plain', text: t('console.act.unchanged') });
      else this.store.actions.did({ says, undo: () => this.takeBackNow(entry, threadIds) });
      return null;
    } catch (error) {
      this.store.complain(error);
      return error;
    }
  }

  private async takeBackNow(entry: string, threadIds: readonly string[]): Promise<void> {
    await this.api.undoThread(entry);
    this.changed(threadIds);
  }

  /** What is shown of these discussions, and of the messages in them, is read again. */
  private changed(threadIds: readonly string[]): void {
    for (const id of threadIds) this.store.threads.invalidate(id);
    for (const { item } of this.store.now.queue.rows)
      if (threadIds.includes(item.thread.id)) this.store.contexts.invalidate(item.message.id);
    void this.store.reader.refresh();
  }
}
