import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { MigrationLog } from './migration-log.service.js';

/** The log of what staff and the command line did, for every feature to write in. */
@Global()
@Module({ providers: [AuditLog, AuditLogRepository, MigrationLog], exports: [AuditLog, MigrationLog] })
export class AuditModule {}
