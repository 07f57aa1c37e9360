import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../../config/config.js';
import { isLoopback } from '../../config/loopback.js';

export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

/** The mail server surely has not taken it: it can be sent again. */
export class MailNotAccepted extends Error {}

/**
 * The one way in which the forum sends mail: by SMTP_URL. Where there is none, a forum that nobody else can reach shows the mail in its
 * log; any other sends none.
 */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly logger = new Logger(Mailer.name);
  /** Made with the first mail: its library takes a tenth of a second to load, which a start does without. */
  private transport: Promise<Transporter> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get canSend(): boolean {
    return this.config.SMTP_URL !== null || this.showsMails;
  }

  /**
   * Asks the server first whether it is there, and takes mails from us: what fails then has surely sent nothing.
   * @throws MailNotAccepted where it can be sent again; another error where nobody can say whether it was taken
   */
  async send({ to, subject, text }: Mail, signal: AbortSignal): Promise<void> {
    const { SMTP_URL } = this.config;
    if (SMTP_URL === null) {
      this.logger.log(`SMTP_URL is not set, so this mail is shown here.\nTo: ${to}\nSubject: ${subject}\n\n${text}`);
      return;
    }
    this.transport ??= this.open(SMTP_URL);
    const transport = await this.transport;
    await transport.verify().catch((error: unknown) => notAccepted(error));
    if (signal.aborted) notAccepted(signal.reason);
    try {
      await transport.sendMail({
        from: this.config.MAIL_FROM ?? `forum@${this.config.PUBLIC_URL.hostname}`,
        to: { name: '', address: to },
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      // A server that refuses says so by a number (RFC 5321, 4.2.1). Of a line that broke nobody knows how far the mail came.
      if ((error as { responseCode?: number }).responseCode) notAccepted(error);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }

  private async open(url: string): Promise<Transporter> {
    const { SMTP_TIMEOUT } = this.config;
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url,
      connectionTimeout: SMTP_TIMEOUT,
      greetingTimeout: SMTP_TIMEOUT,
      socketTimeout: SMTP_TIMEOUT,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  private get showsMails(): boolean {
    return isLoopback(this.config.PUBLIC_URL.hostname);
  }
}

function notAccepted(error: unknown): never {
  throw new MailNotAccepted(error instanceof Error ? error.message : String(error), { cause: error });
}
