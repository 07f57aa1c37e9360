import { Inject, Injectable } from '@nestjs/common';
import type { Identity } from '../../auth/actor.js';
import { CONFIG, type Config } from '../../config/config.js';
import { newId } from '../../database/ids.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { MembersService } from '../../members/members.service.js';
import { render } from '../../messages/markdown/markdown.js';
import { UNTOUCHED, type MessageRow } from '../../messages/message.row.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { MessageLifecycle } from '../../messages/message-lifecycle.js';
import { wordsOf } from '../../messages/posting/words.js';
import { scoresOf } from '../../messages/scores.js';
import { VotesRepository } from '../../message-parts/votes/votes.repository.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { canonicalUrl } from '../../threads/addresses/canonical-url.js';
import { hashOfUrl } from '../../threads/addresses/thread-names.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import { OpeningService } from '../../threads/opening.service.js';
import { articles } from './articles/articles.js';
import { DemoQueue } from './demo.queue.js';
import { DemoRepository } from './demo.repository.js';
import { newcomers, roll, talks } from './demo.talk.js';
import { inOrder, type Said, type Talk } from './talk/talk.js';

const MINUTE = 60_000;
/** How long before the talk its people joined, so that nobody looks as if they had come for the photograph. */
const JOINED = 40 * 24 * 60 * MINUTE;

/** Everybody in the talk, by name. */
type Town = ReadonlyMap<string, Identity>;

/** Puts the demo's talk under the demo's articles: once, whole or not at all, and only into an empty forum. */
@Injectable()
export class DemoSeed {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly demo: DemoRepository,
    private readonly sites: SitesService,
    private readonly members: MembersService,
    private readonly opening: OpeningService,
    private readonly messages: MessagesRepository,
    private readonly votes: VotesRepository,
    private readonly threads: ThreadsRepository,
    private readonly publishing: MessageLifecycle,
    private readonly queue: DemoQueue,
  ) {}

  /**
   * Everything is written through the same steps as a reader's message, except the rules of posting: a town does not
   * talk for two days within a minute.
   * @param origin where browsers find the articles
   * @returns false where there was nothing to do: the demo is off, somebody has used the forum already, or another
   *   process is at it
   */
  async talk(origin: string): Promise<boolean> {
    if (!this.config.DEMO) return false;
    const site = await this.sites.site('default');
    return this.transactions.run(async (tx) => {
      // Processes may start at once; whoever would wait for a whole town to talk would have waited for too long.
      if (!(await this.demo.isOnlyOne(tx)) || !(await this.demo.isUntouched(tx))) return false;
      const town = await this.admit(tx);
      for (const talk of talks) await this.discuss(tx, site, town, talk, origin);
      return true;
    });
  }

  private async admit(tx: Tx): Promise<Town> {
    const town = new Map<string, Identity>();
    for (const [index, name] of roll.entries()) {
      const joined = tx.now - JOINED - index * 271 * MINUTE;
      town.set(name, await this.members.admitGuest(at(tx, joined), name));
    }
    for (const name of newcomers) town.set(name, await this.members.admitGuest(at(tx, tx.now - 2 * 60 * MINUTE), name));
    return town;
  }

  private async discuss(tx: Tx, site: KnownSite, town: Town, talk: Talk, origin: string): Promise<void> {
    const threadId = await this.open(tx, site, talk, origin);
    const posted = new Map<Said, MessageRow>();
    for (const { said, parent, minutesAgo, what } of inOrder(talk)) {
      const then = at(tx, tx.now - minutesAgo * MINUTE);
      if (what === 'posted') {
        const row = newRow(then, {
          site,
          threadId,
          author: of(town, said.by),
          text: said.text,
          parent: parent && posted.get(parent),
        });
        if (said.heldFor !== undefined) {
          await this.queue.hold(then, row, said.heldFor);
          continue;
        }
        const thread = await this.threads.lock(then, threadId);
        if (!thread) throw new Error(`The demo's thread ${threadId} is gone`);
        const placed = this.publishing.place([{ site, thread, row }]);
        await this.publishing.post(then, placed);
        posted.set(said, placed[0]?.message ?? row);
        await this.vote(tx, town, said, row);
      } else {
        const row = await this.messages.lock(tx, posted.get(said)?.id ?? '');
        if (row) await this.publishing.withdraw(then, site, row, 'deleted', 'deleted');
      }
    }
    for (const [{ reports = [] }, row] of posted)
      for (const { by, ago, reason, note } of reports)
        await this.queue.report(at(tx, tx.now - ago * MINUTE), row, of(town, by), { reason, note });
  }

  private async open(tx: Tx, site: KnownSite, { path, said }: Talk, origin: string): Promise<string> {
    const first = Math.max(60, ...said.map(({ ago }) => ago + 25));
    const createdAt = tx.now - first * MINUTE;
    const url = canonicalUrl(`${origin}${path}`);
    const title = articles.find((article) => article.path === path)?.headline;
    const { id } = await this.opening.open(at(tx, createdAt), {
      site,
      url,
      hash: hashOfUrl(url, site.settings.addresses),
      key: undefined,
      word: { by: 'page', at: createdAt, url, title },
    });
    return id;
  }

  /** Neighbours on the roll vote, from a place that the message's own time gives, so that it is not always the same ones. */
  private async vote(tx: Tx, town: Town, { by, ago, up = 0, down = 0 }: Said, row: MessageRow): Promise<void> {
    const others = roll.filter((name) => name !== by);
    for (let index = 0; index < up + down; index += 1) {
      const voter = of(town, others[(ago + index) % others.length] ?? '');
      const value = index < up ? 1 : -1;
      await this.votes.put(tx, { messageId: row.id, memberId: voter.id, threadId: row.threadId, value });
    }
    await this.messages.addVotes(tx, row.id, up, down, scoresOf(up, down, row.createdAt));
  }
}

/** The same unit of work at another time: what is written through it bears that time. */
const at = (tx: Tx, now: number): Tx => ({ ...tx, now });

function of(town: Town, name: string): Identity {
  const member = town.get(name);
  if (!member) throw new Error(`“${name}” is not on the demo's roll`);
  return member;
}

type New = {
  readonly site: KnownSite;
  readonly threadId: string;
  readonly author: Identity;
  readonly text: string;
  readonly parent: MessageRow | undefined;
};

function newRow(tx: Tx, { site, threadId, author, text, parent }: New): MessageRow {
  return {
    ...UNTOUCHED,
    id: newId(tx.now),
    siteId: site.id,
    threadId,
    parentId: parent?.id ?? '',
    depth: parent ? parent.depth + 1 : 0,
    authorId: author.id,
    authorName: author.name,
    authorKind: author.kind,
    authorRole: null,
    authorEntitlements: null,
    text,
    words: wordsOf(text),
    html: render(text),
    state: 'published',
    ...scoresOf(0, 0, tx.now),
    createdAt: tx.now,
  };
}
