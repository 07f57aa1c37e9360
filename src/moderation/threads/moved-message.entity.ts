import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

/** Where a message was before a thread was merged or deleted: what taking that back needs to know. */
@Entity('moved_messages')
export class MovedMessage {
  /** The merge or deletion, by the id that its entry in the log names. */
  @PrimaryColumn('varchar', { length: 36, primaryKeyConstraintName: 'moved_messages_pk' })
  act!: string;

  @ForeignKey(() => Message, { name: 'moved_messages_message' })
  @PrimaryColumn('varchar', { name: 'message_id', length: 36, primaryKeyConstraintName: 'moved_messages_pk' })
  messageId!: string;

  @Column('varchar', { name: 'thread_id', length: 36 })
  threadId!: string;

  @Column('bigint', { nullable: true })
  position!: number | null;

  @Column('boolean')
  visible!: boolean;
}
