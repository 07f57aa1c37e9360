import { Inject, Injectable } from '@nestjs/common';
import { CONNECTIONS } from '../database/opening/connections.js';
import type { Connections } from '../database/opening/data-source.js';
import { Transactions } from '../database/transactions.js';
import { AuditLog, type AuditActor } from './audit-log.js';

/** Writes down that somebody brought the database to another schema. */
@Injectable()
export class MigrationLog {
  constructor(
    @Inject(CONNECTIONS) private readonly connections: Connections,
    private readonly transactions: Transactions,
    private readonly log: AuditLog,
  ) {}

  /** After the fact: it is migrated when it is opened, and may have a log only since. Nothing where nothing was due. */
  async note(by: AuditActor): Promise<void> {
    const { migrated } = this.connections;
    if (migrated.length === 0) return;
    await this.transactions.run((tx) =>
      this.log.append(tx, {
        siteId: '*',
        actor: by,
        action: 'forum.migrate',
        subject: { kind: 'forum', id: '*' },
        before: null,
        after: { migrations: migrated },
        reason: null,
      }),
    );
  }
}
