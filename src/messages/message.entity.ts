import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../members/member.entity.js';
import { Thread } from '../threads/thread.entity.js';

/** What a message is to the forum; a reader is told `rejected` for `spam`. */
export type StoredState = 'published' | 'held' | 'rejected' | 'spam' | 'deleted';

/** The last decision of a moderator (moderation/decisions/decisions.schema.ts: `DECISIONS`); '' before the first. */
export type Decided = '' | 'approve' | 'reject' | 'spam' | 'restore' | 'hold';

@Entity('messages')
@Index('messages_position', ['threadId', 'position'], { unique: true })
@Index('messages_by_position', ['threadId', 'parentId', 'visible', 'position'])
@Index('messages_by_best', ['threadId', 'parentId', 'visible', 'best', 'position'])
@Index('messages_by_hot', ['threadId', 'parentId', 'visible', 'hot', 'position'])
@Index('messages_by_controversial', ['threadId', 'parentId', 'visible', 'controversial', 'position'])
@Index('messages_by_author', ['authorId', 'createdAt', 'words'])
@Index('messages_of_site', ['siteId', 'id'])
@Index('messages_unpublished', ['authorId', 'threadId', 'id'], { where: `"state" <> 'published'` })
@Index('messages_reported', ['siteId', 'id'], { where: '"open_reports" > 0' })
@Index('messages_taken_back', ['siteId', 'decision', 'id'], { where: `"state" = 'deleted' AND "decision" <> ''` })
@Index('messages_queue', ['siteId', 'state', 'id'], { where: `"state" <> 'published' OR "open_reports" > 0` })
export class Message {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  @ForeignKey(() => Thread, { name: 'messages_thread' })
  @Column('varchar', { name: 'thread_id', length: 36 })
  threadId!: string;

  /** The message it replies to; '' at the root, so that one index serves both. */
  @Column('varchar', { name: 'parent_id', length: 36 })
  parentId!: string;

  @Column('integer')
  depth!: number;

  /** Its place in the thread's order, taken when it was first published. */
  @Column('bigint', { nullable: true })
  position!: number | null;

  /** Rises with every edit and every decision, so that neither is made on what was not seen. */
  @Column('integer')
  revision!: number;

  /** The revision that the last decision made; 0 before the first. */
  @Column('integer', { name: 'decided_revision' })
  decidedRevision!: number;

  /** What a moderator decided last, '' where none has: it stays when the author takes the message back. */
  @Column('varchar', { length: 16, default: '' })
  decision!: Decided;

  @ForeignKey(() => Member, { name: 'messages_author' })
  @Column('varchar', { name: 'author_id', length: 36 })
  authorId!: string;

  /** Markdown, as it was written. */
  @Column('text')
  text!: string;

  /** A fingerprint of what it says: see words.ts. */
  @Column('varchar', { length: 16 })
  words!: string;

  /** Rendered and sanitized when it was written. */
  @Column('text')
  html!: string;

  @Column('varchar', { length: 16 })
  state!: StoredState;

  /** Has a place on the page: published, or removed with visible replies below it. The one predicate of what is public. */
  @Column('boolean')
  visible!: boolean;

  /** Visible direct replies. */
  @Column('integer', { name: 'reply_count' })
  replyCount!: number;

  @Column('integer')
  up!: number;

  @Column('integer')
  down!: number;

  /** See scores.ts. */
  @Column('double precision')
  best!: number;

  @Column('double precision')
  hot!: number;

  @Column('double precision')
  controversial!: number;

  @Column('integer', { name: 'open_reports' })
  openReports!: number;

  /** JSON list of `QueueReason`: why it was held. */
  @Column('text')
  reasons!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'edited_at', nullable: true })
  editedAt!: number | null;
}
