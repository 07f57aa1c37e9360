import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { StaffRole } from '../members.schema.js';
import { Member } from '../member.entity.js';

/** The site of a role that holds for all of them. */
export const EVERY_SITE = '*';

@Entity('staff_roles')
export class StaffRoleRow {
  @ForeignKey(() => Member, { name: 'staff_roles_member' })
  @PrimaryColumn('varchar', { name: 'member_id', length: 36, primaryKeyConstraintName: 'staff_roles_key' })
  memberId!: string;

  @PrimaryColumn('varchar', { name: 'site_id', length: 64, primaryKeyConstraintName: 'staff_roles_key' })
  siteId!: string;

  @Column('varchar', { length: 16 })
  role!: StaffRole;
}
