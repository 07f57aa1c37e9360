import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { CONNECTIONS } from './opening/connections.js';
import { closeDatabase, openDatabase, type Connections } from './opening/data-source.js';
import { IdempotentWrites } from './writes/idempotency.js';
import { PrimaryReads } from './primary-reads.js';
import { ReplicaReads } from './replica-reads.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  providers: [
    { provide: CONNECTIONS, inject: [CONFIG], useFactory: (config: Config) => openDatabase(config) },
    PrimaryReads,
    ReplicaReads,
    Transactions,
    IdempotentWrites,
  ],
  exports: [CONNECTIONS, PrimaryReads, ReplicaReads, Transactions, IdempotentWrites],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTIONS) private readonly connections: Connections) {}

  /** Runs after every connection has closed, so no post is cut off. */
  async onApplicationShutdown(): Promise<void> {
    await closeDatabase(this.connections);
  }
}
