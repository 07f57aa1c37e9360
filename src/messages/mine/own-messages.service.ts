import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { dataPages } from '../../members/member-data.js';
import { SitesService } from '../../sites/sites.service.js';
import { titleOf } from '../../threads/thread.view.js';
import { ownView } from '../message.view.js';
import { PAGE_SIZE, type OwnMessagesAnswer, type OwnMessagesQuery } from '../messages.schema.js';
import { cursorOf, placeFrom, placeOf, timeAndId } from '../pages/id-cursor.js';
import { OwnMessagesRepository, type ListedRow, type WrittenRow } from './own-messages.repository.js';

/** What somebody wrote, and what became of each. */
@Injectable()
export class OwnMessagesService {
  constructor(
    private readonly rows: OwnMessagesRepository,
    private readonly sites: SitesService,
  ) {}

  /** All that somebody ever wrote, the earliest first, for their export. */
  written(memberId: string): AsyncGenerator<readonly WrittenRow[]> {
    return dataPages<WrittenRow>((after, limit) =>
      this.rows.written(memberId, after ? [after.createdAt, after.id] : [0, ''], limit),
    );
  }

  /** @throws ForumError site_not_found; invalid_request for a cursor of another list */
  async list({ member }: MemberActor, { site, limit, cursor }: OwnMessagesQuery): Promise<OwnMessagesAnswer> {
    const siteId = site === undefined ? null : (await this.sites.site(site)).id;
    const most = limit ?? PAGE_SIZE.default;
    const rows = await this.rows.before(member.id, siteId, timeAndId(placeFrom(cursor)), most + 1);
    const shown = rows.slice(0, most);
    const last = rows.length > most ? shown.at(-1) : undefined;
    return { messages: shown.map(listed), next: last ? cursorOf(placeOf(last.createdAt, last.id)) : null };
  }
}

const listed = (row: ListedRow): OwnMessagesAnswer['messages'][number] => ({
  ...ownView(row),
  thread: { id: row.threadId, site: row.siteId, title: titleOf(row), url: row.url },
});
