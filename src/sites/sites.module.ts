import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { SitesRepository } from './sites.repository.js';
import { SitesService } from './sites.service.js';

@Module({
  imports: [SettingsModule],
  providers: [SitesRepository, SitesService],
  exports: [SettingsModule, SitesService],
})
export class SitesModule {}
