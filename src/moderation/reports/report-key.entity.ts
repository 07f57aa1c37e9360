import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key by which a site's reports keep from where they came, so that nobody can read it from them. */
@Entity('report_keys')
export class ReportKey {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  @Column('varchar', { name: 'secret', length: 64 })
  secret!: string;
}
