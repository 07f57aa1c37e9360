import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Export } from './export.entity.js';

/** A piece of an archive: there are many, so that no process holds one whole, and any process can serve it. */
@Entity('export_chunks')
export class ExportChunk {
  @ForeignKey(() => Export, { name: 'export_chunks_export' })
  @PrimaryColumn('varchar', { name: 'export_id', length: 36, primaryKeyConstraintName: 'export_chunks_key' })
  exportId!: string;

  /** From 1. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'export_chunks_key' })
  number!: number;

  /** As SecretBox seals it: it holds the mail address, which nobody who reads the database may know. */
  @Column('text')
  sealed!: string;
}
