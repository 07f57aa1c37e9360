import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../../../members/member.entity.js';

/** A key pair of an authenticator, by which a member of staff signs in. The private half never leaves the authenticator. */
@Entity('passkeys')
@Index('passkeys_credential', ['credentialId'], { unique: true })
@Index('passkeys_member', ['memberId'])
export class Passkey {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Member, { name: 'passkeys_member_fk' })
  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  /** As the authenticator names it, base64url: 1,023 bytes at most (WebAuthn, 4). */
  @Column('varchar', { name: 'credential_id', length: 1400 })
  credentialId!: string;

  /** COSE key, base64url. */
  @Column('text', { name: 'public_key' })
  publicKey!: string;

  /** How often the authenticator says it has signed; 0 where it does not count. */
  @Column('bigint')
  counter!: number;

  /** How a browser reaches the authenticator (`usb,nfc`); empty where nobody said. */
  @Column('varchar', { length: 200 })
  transports!: string;

  /** What its owner calls it. */
  @Column('varchar', { length: 60 })
  name!: string;

  /** Where it was added (`Firefox · Linux`); null where nobody can say. */
  @Column('varchar', { length: 80, nullable: true })
  device!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'used_at', nullable: true })
  usedAt!: number | null;
}
