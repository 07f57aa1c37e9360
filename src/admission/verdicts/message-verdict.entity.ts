import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What was decided when a revision of a message came in, by which rules, and all that they were told: for moderators. */
@Entity('message_verdicts')
export class MessageVerdict {
  @ForeignKey('Message', { name: 'message_verdicts_message' })
  @PrimaryColumn('varchar', { name: 'message_id', length: 36, primaryKeyConstraintName: 'message_verdicts_key' })
  messageId!: string;

  /** The revision of the message that it let in, from 1. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'message_verdicts_key' })
  revision!: number;

  /** `publish` or `hold`. */
  @Column('varchar', { length: 16 })
  verdict!: string;

  /** Names of the rules that held it, as a JSON list. */
  @Column('text')
  rules!: string;

  /** The facts that the rules were told, as a JSON object by their names. */
  @Column('text')
  facts!: string;

  /** The evidence, likewise: `{value, by}`, see Gathered. */
  @Column('text')
  evidence!: string;

  /** ms */
  @Column('bigint')
  at!: number;
}
