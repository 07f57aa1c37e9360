import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Site } from '../sites/site.entity.js';
import type { ThreadState } from './threads.schema.js';

/** From the weakest to the strongest: nobody's; the forum's own look at the page; a signed tag; staff. */
export type TitleSource = '' | 'none' | 'page' | 'signed' | 'staff';

@Entity('threads')
@Index('threads_key', ['siteId', 'key'], { unique: true })
@Index('threads_any_url', ['siteId', 'url'])
@Index('threads_latest', ['createdAt', 'id'])
@Index('threads_deleted', ['id'], { where: '"deleted_at" IS NOT NULL' })
export class Thread {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Site, { name: 'threads_site' })
  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  /** The publisher's own name of the article; wins over the URL. */
  @Column('varchar', { length: 255, nullable: true })
  key!: string | null;

  /** Where the article is now: leads there (canonical-url.ts). By which addresses it is found: `ThreadAddress`. */
  @Column('text')
  url!: string;

  /** '' while nobody who may has named it. */
  @Column('text')
  title!: string;

  /** Whose word the title is; '' of those that came from anybody, before their word had to be the publisher's. */
  @Column('varchar', { name: 'title_by', length: 8, default: '' })
  titleBy!: TitleSource;

  /** The article's picture, as its page names it: an absolute address; null while none is known. */
  @Column('text', { nullable: true })
  image!: string | null;

  /** When the publisher said, in ms, what holds of title and address: an older word changes nothing. */
  @Column('bigint', { name: 'told_at', default: 0 })
  toldAt!: number;

  /** When the forum last looked at the publisher's page, or tried to. */
  @Column('bigint', { name: 'looked_at', nullable: true })
  lookedAt!: number | null;

  /** The thread in which it has been merged. */
  @Column('varchar', { name: 'merged_into', length: 36, nullable: true })
  mergedInto!: string | null;

  @Column('bigint', { name: 'deleted_at', nullable: true })
  deletedAt!: number | null;

  @Column('varchar', { length: 16 })
  state!: ThreadState;

  @Column('varchar', { name: 'closed_by', length: 64, nullable: true })
  closedBy!: string | null;

  @Column('text', { name: 'closed_reason', nullable: true })
  closedReason!: string | null;

  @Column('bigint', { name: 'closed_at', nullable: true })
  closedAt!: number | null;

  /** Published messages. */
  @Column('integer', { name: 'message_count' })
  messageCount!: number;

  /** The number of its last event. */
  @Column('bigint')
  position!: number;

  /** Changes when positions may have been taken back (a restored backup), so that followers start over. */
  @Column('varchar', { length: 36 })
  epoch!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
