import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

/** What a moderator decided on a message, with the reason that its author may read. Who it was stands in the log alone. */
@Entity('message_decisions')
@Index('message_decisions_message', ['messageId', 'revision'], { unique: true })
export class MessageDecision {
  /** The number of its entry in the log: rises in the order of commits. */
  @PrimaryColumn('bigint')
  seq!: number;

  @ForeignKey(() => Message, { name: 'message_decisions_message_fk' })
  @Column('varchar', { name: 'message_id', length: 36 })
  messageId!: string;

  /** The revision that it made. */
  @Column('integer')
  revision!: number;

  @Column('varchar', { length: 16 })
  decision!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('bigint')
  at!: number;
}
