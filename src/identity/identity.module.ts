import { Module } from '@nestjs/common';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';

/** How members prove who they are, and where they are signed in. */
@Module({ controllers: [SessionsController], providers: [SessionsService] })
export class IdentityModule {}
