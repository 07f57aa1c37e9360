import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { SiteSecretsRepository } from './secrets/site-secrets.repository.js';
import { SiteSecretsService } from './secrets/site-secrets.service.js';
import { SitesRepository } from './sites.repository.js';
import { SitesService } from './sites.service.js';

@Module({
  imports: [SettingsModule],
  providers: [SiteSecretsRepository, SiteSecretsService, SitesRepository, SitesService],
  exports: [SettingsModule, SiteSecretsService, SitesService],
})
export class SitesModule {}
