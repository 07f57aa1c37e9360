import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Thread } from '../thread.entity.js';

export type AddressSource = '' | 'tag' | 'page' | 'signed' | 'staff';

/** By what a thread is found: the address where its article is, those where it was, and the publisher's keys for it. */
@Entity('thread_addresses')
@Index('thread_addresses_of', ['threadId'])
export class ThreadAddress {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64, primaryKeyConstraintName: 'thread_addresses_pk' })
  siteId!: string;

  /** SHA-256 of the key, or of what all spellings of the address have in common (`addressOf`): so each has one thread. */
  @PrimaryColumn('varchar', { length: 64, primaryKeyConstraintName: 'thread_addresses_pk' })
  hash!: string;

  @ForeignKey(() => Thread, { name: 'thread_addresses_thread' })
  @Column('varchar', { name: 'thread_id', length: 36 })
  threadId!: string;

  @Column('varchar', { length: 8 })
  kind!: 'url' | 'key';

  /** The key, or one spelling of the address: from this the hash is made anew when the site changes its rules. */
  @Column('text')
  value!: string;

  /** Whose word it is that the thread is found by it: a reader's page (`tag`) or as for a title; '' of those of before this was kept. */
  @Column('varchar', { length: 8, default: '' })
  source!: AddressSource;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
