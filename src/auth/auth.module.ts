import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ActorGuard } from './actor.guard.js';
import { ActorsService } from './actors.service.js';
import { Limits } from './limits/limits.js';
import { Origins } from './origins.js';
import { ReaderLimits } from './limits/reader-limits.js';
import { Statements } from './policy/statements.js';
import { TokenUses } from './tokens/token-uses.service.js';
import { TokensRepository } from './tokens/tokens.repository.js';
import { TokensService } from './tokens/tokens.service.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: APP_GUARD, useClass: ActorGuard },
    ActorsService,
    Limits,
    Origins,
    ReaderLimits,
    Statements,
    TokenUses,
    TokensRepository,
    TokensService,
  ],
  exports: [ActorsService, Limits, Origins, ReaderLimits, TokensRepository, TokensService],
})
export class AuthModule {}
