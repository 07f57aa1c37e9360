import { Module, type OnModuleInit } from '@nestjs/common';
import { EntitlementsService } from './entitlements/entitlements.service.js';
import { MemberData } from './member-data.js';
import { MembersController } from './members.controller.js';
import { MemberTables } from './member-tables.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { sanctionData } from './sanctions/sanction-data.js';
import { SanctionsRepository } from './sanctions/sanctions.repository.js';
import { StaffService } from './staff/staff.service.js';

const PROVIDERS = [
  EntitlementsService,
  MemberData,
  MembersRepository,
  MemberTables,
  MembersService,
  SanctionsRepository,
  StaffService,
];

@Module({ controllers: [MembersController], providers: PROVIDERS, exports: PROVIDERS })
export class MembersModule implements OnModuleInit {
  constructor(
    private readonly data: MemberData,
    private readonly sanctions: SanctionsRepository,
  ) {}

  onModuleInit(): void {
    this.data.add('sanctions', (memberId) => sanctionData(this.sanctions, memberId));
  }
}
