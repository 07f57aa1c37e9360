import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ActorGuard } from './actor.guard.js';
import { ActorsService } from './actors.service.js';
import { Limits } from './limits.js';
import { Origins } from './origins.js';
import { ReaderLimits } from './reader-limits.js';
import { StatedPermissions } from './stated-permissions.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: APP_GUARD, useClass: ActorGuard },
    ActorsService,
    Limits,
    Origins,
    ReaderLimits,
    StatedPermissions,
    TokensRepository,
    TokensService,
  ],
  exports: [ActorsService, Limits, Origins, ReaderLimits, TokensRepository, TokensService],
})
export class AuthModule {}
