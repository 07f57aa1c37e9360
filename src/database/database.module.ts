import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { CONNECTIONS } from './opening/connections.js';
import { closeDatabase, openDatabase, type Connections } from './opening/data-source.js';
import { Writes } from './writes/idempotency.js';
import { Reads } from './reads.js';
import { Snapshots } from './snapshots.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  providers: [
    { provide: CONNECTIONS, inject: [CONFIG], useFactory: (config: Config) => openDatabase(config) },
    Reads,
    Snapshots,
    Transactions,
    Writes,
  ],
  exports: [CONNECTIONS, Reads, Snapshots, Transactions, Writes],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTIONS) private readonly connections: Connections) {}

  /** Runs after every connection has closed, so no post is cut off. */
  async onApplicationShutdown(): Promise<void> {
    await closeDatabase(this.connections);
  }
}
