import { Module } from '@nestjs/common';
import { EntitlementsService } from './entitlements/entitlements.service.js';
import { MembersController } from './members.controller.js';
import { MemberTables } from './member-tables.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { SanctionsRepository } from './sanctions/sanctions.repository.js';
import { StaffService } from './staff/staff.service.js';

@Module({
  controllers: [MembersController],
  providers: [EntitlementsService, MembersRepository, MemberTables, MembersService, SanctionsRepository, StaffService],
  exports: [EntitlementsService, MembersRepository, MemberTables, MembersService, SanctionsRepository, StaffService],
})
export class MembersModule {}
