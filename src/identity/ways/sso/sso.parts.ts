import type { WayParts } from '../way.js';
import { JwksService } from './keys/jwks.service.js';
import { SsoCheckService } from './sso-check.service.js';
import { SsoSetupController } from './sso-setup.controller.js';
import { SsoSignInService } from './sso-sign-in.service.js';
import { SsoTokensService } from './sso-tokens.service.js';
import { SsoController } from './sso.controller.js';
import { SsoWay } from './sso.way.js';
import { UsedSsoTokensRepository } from './used-sso-tokens.repository.js';

export const sso: WayParts = {
  way: SsoWay,
  controllers: [SsoController, SsoSetupController],
  providers: [JwksService, SsoCheckService, SsoSignInService, SsoTokensService, UsedSsoTokensRepository],
};
