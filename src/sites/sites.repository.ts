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

  async insert(tx: Tx, site: Row): Promise<void> {
    await tx.manager.insert(Site, { ...site, createdAt: tx.now });
  }

  async update(tx: Tx, { id, ...change }: Row): Promise<void> {
    await tx.manager.update(Site, { id }, change);
  }
}
