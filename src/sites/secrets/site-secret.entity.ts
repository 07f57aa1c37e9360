import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Site } from '../site.entity.js';

/** With what a publisher signs: its tags, and who its readers are. In clear: to check a signature takes the secret itself. */
@Entity('site_secrets')
@Index('site_secrets_site', ['siteId'])
export class SiteSecret {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Site, { name: 'site_secrets_site_fk' })
  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  @Column('varchar', { length: 64 })
  secret!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  /** Null for the one that is in use; after a rotation the one before is good for a while. */
  @Column('bigint', { name: 'expires_at', nullable: true })
  expiresAt!: number | null;
}
