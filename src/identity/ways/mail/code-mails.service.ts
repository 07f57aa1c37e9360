import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG, type Config } from '../../../config/config.js';
import { Transactions } from '../../../database/transactions.js';
import { t } from '../../../i18n/format.js';
import { inLanguage, languageOf } from '../../../i18n/languages.js';
import { Jobs } from '../../../jobs/jobs.service.js';
import { MemberTables } from '../../../members/member-tables.js';
import { SitesService } from '../../../sites/sites.service.js';
import { Mailer, MailNotAccepted, type Mail } from '../../mail/mailer.js';
import { SecretBox } from '../../secrets/secret-box.js';
import { MailCodesRepository } from './mail-codes.repository.js';
import { SEND_CODE } from './send-code.job.js';

const kept = z.object({ to: z.string(), code: z.string(), siteId: z.string(), language: z.string() });

/** Rows that a sweep takes away at a time. */
const ROWS = 500;
const TEN_MINUTES = 600_000;

/**
 * Sends codes: once at most, so that nobody gets two of one question. What the mail server has surely not taken is tried again until the
 * code is good no more; where nobody can say, it is not.
 */
@Injectable()
export class CodeMailsService implements OnModuleInit {
  private readonly logger = new Logger(CodeMailsService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly codes: MailCodesRepository,
    private readonly sites: SitesService,
    private readonly box: SecretBox,
    private readonly transactions: Transactions,
    private readonly tables: MemberTables,
  ) {}

  onModuleInit(): void {
    this.tables.add({ forget: (tx, memberId) => this.codes.forgetOf(tx, memberId) });
    this.jobs.handle(SEND_CODE, ({ id, mail }, signal) => this.send(id, mail, signal));
    this.jobs.recurring('sweep.mail-codes', TEN_MINUTES, async () => {
      const gone = await this.transactions.run((tx) => this.codes.forgetExpired(tx, ROWS));
      return gone === ROWS;
    });
  }

  private async send(id: string, sealed: string, signal: AbortSignal): Promise<void> {
    const opened = this.box.open('mail', sealed);
    // A key that nobody has any more: the mail is nobody's either.
    if (opened === null) return;
    const mail = await this.written(kept.parse(JSON.parse(opened)));
    if (!(await this.transactions.run((tx) => this.codes.beginSending(tx, id)))) return;
    try {
      await this.mailer.send(mail, signal);
    } catch (error) {
      if (!(error instanceof MailNotAccepted)) return this.logger.warn(`A mail was perhaps not sent: ${String(error)}`);
      await this.transactions.run((tx) => this.codes.notSent(tx, id));
      throw error;
    }
  }

  private async written({ to, code, siteId, language }: z.infer<typeof kept>): Promise<Mail> {
    const { name } = await this.sites.site(siteId);
    return inLanguage(languageOf(language), () => ({
      to,
      subject: t('mail.code.subject', { code, site: name }),
      text: [
        t('mail.code.body', { code, site: name }),
        t('mail.code.link', { link: this.link(siteId, language, code) }),
        t('mail.code.unasked'),
      ].join('\n\n'),
    }));
  }

  /** The code stands in the fragment: no server is told it, not even ours, and it opens nothing outside the browser that asked. */
  private link(site: string, lang: string, code: string): string {
    const link = new URL('/account', this.config.PUBLIC_URL.origin);
    link.search = new URLSearchParams({ site, lang }).toString();
    link.hash = `code=${code}`;
    return link.href;
  }
}
