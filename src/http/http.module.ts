import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Refusals } from '../errors/refusals.js';
import { ConnectionDrain } from './connections/connection-drain.js';
import { ConnectionLimits } from './connections/connection-limits.js';
import { ErrorFilter } from './error.filter.js';
import { LoadShedder } from './load-shedding/load-shedder.js';
import { ResponseCache } from './response-cache/response-cache.js';
import { SharedResponses } from './response-cache/response-sharing.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [ConnectionDrain, ConnectionLimits, ErrorFilter, LoadShedder, Refusals, ResponseCache, SharedResponses],
  exports: [ConnectionLimits, ErrorFilter, LoadShedder, Refusals, ResponseCache],
})
export class HttpModule {}
