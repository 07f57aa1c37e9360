import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import type { Tx } from '../database/transactions.js';
import { Site } from './site.entity.js';

type Row = { id: string; name: string; hosts: string; settings: string };

@Injectable()
export class SitesRepository {
  constructor(private readonly reads: Reads) {}

  all(): Promise<Row[]> {
    return this.reads.query<Row>('SELECT id, name, hosts, settings FROM sites ORDER BY id');
  }

  /** False where there is one of this id already. */
  async insert(tx: Tx, { id, name, hosts, settings }: Row): Promise<boolean> {
    const made = await tx.query(
      `INSERT INTO sites (id, name, hosts, settings, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
      [id, name, hosts, settings, tx.now],
    );
    return made.length > 0;
  }

  async update(tx: Tx, { id, ...change }: Row): Promise<void> {
    await tx.manager.update(Site, { id }, change);
  }
}
