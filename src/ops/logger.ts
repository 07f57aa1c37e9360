import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { scrubber } from '../config/read-config.js';
import type { Config } from '../config/config.js';
import { withoutSecrets } from '../errors/without-secrets.js';

/** What Nest says of its own wiring at every start: forty lines that no operator wants to read first. */
const WIRING = [
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'WebSocketsController',
];

const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

type Format = Pick<Config, 'LOG_FORMAT' | 'DATABASE_URL' | 'DATABASE_READ_URL' | 'REDIS_URL' | 'SMTP_URL'>;

/** One line an event: a sentence where a person watches, JSON where a program collects. No password stands in any. */
export class ForumLogger extends ConsoleLogger {
  private readonly wiring: boolean;
  private readonly scrub: (text: string) => string;

  constructor(least: Config['LOG_LEVEL'], config: Format) {
    super({ logLevels: levels(least), json: isJson(config), colors: !isJson(config) && process.stdout.isTTY === true });
    this.wiring = least === 'debug';
    this.scrub = scrubber(config);
  }

  /** What Nest says of an error that stops the start is left to whoever starts: it is told once, and in words. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(this.clean(message), ...rest.map((one) => this.clean(one)));
  }

  override warn(message: unknown, ...rest: unknown[]): void {
    super.warn(this.clean(message), ...rest.map((one) => this.clean(one)));
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (!this.wiring && typeof context === 'string' && WIRING.includes(context)) return;
    // The owner's first link is told on purpose.
    super.log(typeof message === 'string' ? inert(this.scrub(message)) : message, ...rest);
  }

  override debug(message: unknown, ...rest: unknown[]): void {
    super.debug(this.clean(message), ...rest);
  }

  /** Sentences: the time of day, and how bad it is where it is bad. */
  protected override formatMessage(level: LogLevel, message: unknown): string {
    const mark = level === 'log' ? '' : `${level.toUpperCase()} `;
    return `${TIME.format()}  ${mark === '' ? '' : this.colorize(mark, level)}${this.stringifyMessage(message, level)}\n`;
  }

  private clean(value: unknown): unknown {
    const text = value instanceof Error ? (value.stack ?? value.message) : value;
    return typeof text === 'string' ? inert(this.scrub(withoutSecrets(text))) : text;
  }
}

/** What would move a terminal's cursor, turn a line round or end one for some reader of logs is shown as what it is. */
const inert = (text: string): string =>
  text.replace(
    /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Whether lines are for a program. */
export const isJson = ({ LOG_FORMAT }: Pick<Config, 'LOG_FORMAT'>): boolean =>
  LOG_FORMAT === 'auto' ? !process.stdout.isTTY : LOG_FORMAT === 'json';

function levels(least: Config['LOG_LEVEL']): LogLevel[] {
  const all: LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
  const from = least === 'info' ? 'log' : least;
  return from === 'silent' ? [] : all.slice(all.indexOf(from));
}
