import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('members')
@Index('members_email', ['email'], { unique: true })
@Index('members_name_skeleton', ['nameSkeleton', 'kind'])
@Index('members_unpublished', ['id'], { where: `"kind" = 'guest' AND "published_count" = 0` })
export class Member {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 100 })
  name!: string;

  /** What the name looks like (Unicode TS 39): two names with one skeleton can be taken for each other. */
  @Column('varchar', { name: 'name_skeleton', length: 400 })
  nameSkeleton!: string;

  /** `verified`: came by a sign-in that proves who it is. A guest has only said a name. */
  @Column('varchar', { length: 16 })
  kind!: 'guest' | 'verified' | 'staff';

  @Column('varchar', { length: 254, nullable: true })
  email!: string | null;

  /** Messages of this member that were published, ever: who has few is a newcomer. */
  @Column('integer', { name: 'published_count' })
  publishedCount!: number;

  /** What publishers say of this reader, by site: JSON of `Entitlements`. Null: none has said anything. */
  @Column('text', { nullable: true })
  entitlements!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
