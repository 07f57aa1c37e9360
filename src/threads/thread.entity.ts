import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Site } from '../sites/site.entity.js';
import type { ThreadState } from './threads.schema.js';

@Entity('threads')
@Index('threads_key', ['siteId', 'key'], { unique: true })
@Index('threads_url', ['siteId', 'url'], { unique: true, where: '"key" IS NULL' })
@Index('threads_any_url', ['siteId', 'url'])
export class Thread {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Site, { name: 'threads_site' })
  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  /** The publisher's own name of the article; wins over the URL. */
  @Column('varchar', { length: 255, nullable: true })
  key!: string | null;

  /** Canonical: see canonical-url.ts. */
  @Column('text')
  url!: string;

  @Column('text')
  title!: string;

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
