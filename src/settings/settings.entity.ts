import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is set for a part of a site, or for somebody there. What is set for a whole site stands in its own row. */
@Entity('settings')
export class SettingsRow {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64, primaryKeyConstraintName: 'settings_key' })
  siteId!: string;

  @PrimaryColumn('varchar', { length: 16, primaryKeyConstraintName: 'settings_key' })
  scope!: 'section' | 'thread' | 'member';

  /** A section's path (`/sport`), or the id of a thread or member. */
  @PrimaryColumn('varchar', { length: 200, primaryKeyConstraintName: 'settings_key' })
  owner!: string;

  /** JSON: values by name; what is absent is as around it. Names that this build does not know stay. */
  @Column('text')
  stored!: string;

  /** Rises by one with each change. */
  @Column('integer')
  revision!: number;
}
