import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

@Entity('reports')
@Index('reports_once', ['messageId', 'memberId'], { unique: true, where: '"state" = \'open\'' })
@Index('reports_of_member', ['memberId'])
@Index('reports_of_message', ['messageId', 'state'])
export class Report {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Message, { name: 'reports_message' })
  @Column('varchar', { name: 'message_id', length: 36 })
  messageId!: string;

  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  @Column('varchar', { length: 32 })
  reason!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  /** The revision of the message that was reported; 0 where nobody kept it. */
  @Column('integer', { default: 0 })
  revision!: number;

  /** How much it counts towards taking the message off the page, in per cent. */
  @Column('integer', { default: 100 })
  weight!: number;

  /** Keyed hash of the block of addresses that it came from, while it is open; '' where that is not known. */
  @Column('varchar', { name: 'address_hash', length: 64, default: '' })
  addressHash!: string;

  /** Closed by the next decision on the message. */
  @Column('varchar', { length: 16 })
  state!: 'open' | 'closed';

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
