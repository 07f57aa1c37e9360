import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

@Entity('bookmarks')
export class Bookmark {
  @ForeignKey(() => Message, { name: 'bookmarks_message' })
  @PrimaryColumn('varchar', { name: 'message_id', length: 36, primaryKeyConstraintName: 'bookmarks_key' })
  messageId!: string;

  @PrimaryColumn('varchar', { name: 'member_id', length: 36, primaryKeyConstraintName: 'bookmarks_key' })
  memberId!: string;

  @Column('varchar', { name: 'thread_id', length: 36 })
  threadId!: string;

  @Column('bigint')
  at!: number;
}
