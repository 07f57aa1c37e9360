import type { WayParts } from '../way.js';
import { CodeMailsService } from './code-mails.service.js';
import { MailCodesRepository } from './mail-codes.repository.js';
import { MailSignInService } from './mail-sign-in.service.js';
import { MailController } from './mail.controller.js';
import { MailWay } from './mail.way.js';

export const mail: WayParts = {
  way: MailWay,
  controllers: [MailController],
  providers: [CodeMailsService, MailCodesRepository, MailSignInService],
};
