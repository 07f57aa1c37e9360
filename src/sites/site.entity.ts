import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sites')
export class Site {
  @PrimaryColumn('varchar', { length: 64 })
  id!: string;

  @Column('varchar', { length: 200 })
  name!: string;

  /** JSON list of host names, without ports: where its articles are and its tag may stand. */
  @Column('text')
  hosts!: string;

  /** JSON of `SiteSettings`; what is absent takes the forum's default. */
  @Column('text')
  settings!: string;

  /** Rises by one with each change: who changes a site may say which one they saw. */
  @Column('integer', { default: 1 })
  revision!: number;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
