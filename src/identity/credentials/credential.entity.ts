import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../../members/member.entity.js';

/** By what a member proves who it is: a mail address, an account of the publisher's, … */
@Entity('credentials')
@Index('credentials_subject', ['way', 'scope', 'subject'], { unique: true })
@Index('credentials_member', ['memberId'])
export class Credential {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Member, { name: 'credentials_member_fk' })
  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  /** The name of the way in: `mail`, … */
  @Column('varchar', { length: 32 })
  way!: string;

  /** Where the subject is one person: a site, or `*`. */
  @Column('varchar', { length: 64 })
  scope!: string;

  /** Whom the way knows, as it finds them again: a fingerprint of a mail address, … */
  @Column('varchar', { length: 255 })
  subject!: string;

  /** What of it has to be known again, sealed: the mail address itself. */
  @Column('text', { nullable: true })
  sealed!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'used_at' })
  usedAt!: number;
}
