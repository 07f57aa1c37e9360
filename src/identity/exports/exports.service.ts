import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { Limits } from '../../auth/limits/limits.js';
import { Clock, iso } from '../../config/clock.js';
import { newId } from '../../database/ids.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { MemberTables } from '../../members/member-tables.js';
import { MembersRepository } from '../../members/members.repository.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { Export } from './export.entity.js';
import { ExportLinks } from './export-links.js';
import type { ExportView } from './exports.schema.js';
import { ExportsRepository } from './exports.repository.js';
import { MAKE_EXPORT } from './make-export.job.js';

/** ms for which one is kept once it is ready, and for which one is waited for. */
export const EXPORT_LIFE = 86_400_000;

/** An archive on its way to whoever has its link. */
export type Download = {
  readonly name: string;
  readonly bytes: number;
  readonly chunks: AsyncGenerator<Buffer>;
};

/** What is stored of a member, for the member to take away. */
@Injectable()
export class ExportsService implements OnModuleInit {
  constructor(
    private readonly exports: ExportsRepository,
    private readonly members: MembersRepository,
    private readonly links: ExportLinks,
    private readonly box: SecretBox,
    private readonly limits: Limits,
    private readonly writes: IdempotentWrites,
    private readonly tables: MemberTables,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tables.add({ forget: (tx, memberId) => this.exports.forget(tx, memberId) });
  }

  /**
   * Asks for one, or answers the one that is being made: of that one is made however often it is asked for.
   * @param language code of the one in which its page for people is written
   * @throws ForumError too_fast; export_unavailable where the forum has no key to keep it under; sign_in_required for who is gone
   */
  ask(actor: MemberActor, once: IdempotencyKey | null, language: string): Promise<WriteResult<ExportView>> {
    const { member } = actor;
    if (!this.box.hasKey) throw new ForumError('export_unavailable');
    let isNew = false;
    return this.limits.takeWithin(
      ['EXPORTS_PER_DAY'],
      member.id,
      (take) =>
        this.writes.run(member.id, once, async (tx) => {
          await this.members.lock(tx, member.id);
          if (!(await this.members.isThere(tx, member.id))) throw new ForumError('sign_in_required');
          const waiting = await this.exports.waitingOf(tx, member.id);
          if (waiting) return new WriteResult('held', this.viewOf(waiting));
          await take();
          const id = newId(tx.now);
          const asked = { id, memberId: member.id, language, expiresAt: tx.now + EXPORT_LIFE };
          const row = await this.exports.insert(tx, asked);
          await tx.enqueue(MAKE_EXPORT, { id }, { dedupeKey: id });
          isNew = true;
          return new WriteResult('held', this.viewOf(row));
        }),
      () => isNew,
    );
  }

  /** @throws ForumError export_not_found: there is none, its day is over, or it is another's */
  async look({ member }: MemberActor, id: string): Promise<ExportView> {
    const row = await this.exports.find(id, this.clock.now());
    if (row?.memberId !== member.id) throw new ForumError('export_not_found');
    return this.viewOf(row);
  }

  /** For whoever has the link. @throws ForumError export_not_found, too_fast */
  async download(id: string, key: string): Promise<Download> {
    const row = this.links.isKey(id, key) ? await this.exports.find(id, this.clock.now()) : null;
    if (row?.state !== 'ready') throw new ForumError('export_not_found');
    await this.limits.take('EXPORT_DOWNLOADS_PER_HOUR', row.memberId);
    return { name: `export-${iso(row.createdAt).slice(0, 10)}.zip`, bytes: row.bytes, chunks: this.chunksOf(row) };
  }

  /** @throws Error where it is taken away meanwhile: whoever downloads it gets less than was said, and knows it */
  private async *chunksOf({ id, chunks }: Export): AsyncGenerator<Buffer> {
    for (let number = 1; number <= chunks; number += 1) {
      const sealed = await this.exports.chunk(id, number);
      const bytes = sealed === null ? null : this.box.openBytes('export', sealed);
      if (bytes === null) throw new Error('An export was taken away while somebody downloaded it');
      yield bytes;
    }
  }

  private viewOf({ id, state, failure, bytes, createdAt, readyAt, expiresAt }: Export): ExportView {
    const view = { id, state, createdAt: iso(createdAt) };
    if (state === 'failed') return { ...view, failure: failure ?? 'internal' };
    if (readyAt === null) return view;
    return { ...view, readyAt: iso(readyAt), expiresAt: iso(expiresAt), bytes, url: this.links.to(id) };
  }
}
