import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

/** What a message said before its author changed it: for moderators only, and gone with the member. */
@Entity('message_revisions')
export class MessageRevision {
  @ForeignKey(() => Message, { name: 'message_revisions_message' })
  @PrimaryColumn('varchar', { name: 'message_id', length: 36, primaryKeyConstraintName: 'message_revisions_key' })
  messageId!: string;

  /** The last revision of the message that had this text. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'message_revisions_key' })
  revision!: number;

  @Column('text')
  text!: string;

  @Column('text')
  html!: string;

  /** When it was written, in ms. */
  @Column('bigint')
  at!: number;
}
