import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A code that was sent to a mail address, good once. */
@Entity('mail_codes')
@Index('mail_codes_subject', ['subject'])
@Index('mail_codes_expires', ['expiresAt'])
export class MailCode {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** Fingerprint of the address. */
  @Column('varchar', { length: 64 })
  subject!: string;

  /** The name that was given with it. */
  @Column('varchar', { length: 100, nullable: true })
  name!: string | null;

  /** The guest that asked. */
  @Column('varchar', { name: 'member_id', length: 36, nullable: true })
  memberId!: string | null;

  @Column('varchar', { name: 'code_hash', length: 64 })
  codeHash!: string;

  /** SHA-256 of what was answered to the browser that asked, and to nobody else. */
  @Column('varchar', { name: 'browser_hash', length: 64 })
  browserHash!: string;

  /** Fingerprint of the address and the browser that asked: for who does not send what it was answered. */
  @Column('varchar', { length: 64 })
  asker!: string;

  /** Codes that were tried. */
  @Column('integer')
  tries!: number;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;

  /** When it was handed to the mail server, or is being so. */
  @Column('bigint', { name: 'sent_at', nullable: true })
  sentAt!: number | null;

  @Column('bigint', { name: 'used_at', nullable: true })
  usedAt!: number | null;
}
