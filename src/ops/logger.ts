import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Config } from '../config/config.js';

/** What Nest says of its own wiring at every start: forty lines that no operator wants to read first. */
const WIRING = [
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'WebSocketsController',
];

/** One line an event: plain where a person watches, JSON where a program collects. */
export class ForumLogger extends ConsoleLogger {
  private readonly wiring: boolean;

  constructor(least: Config['LOG_LEVEL']) {
    super({ logLevels: levels(least), json: !process.stdout.isTTY });
    this.wiring = least === 'debug';
  }

  /** What Nest says of an error that stops the start is left to whoever starts: it is told once, and in words. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (!this.wiring && typeof context === 'string' && WIRING.includes(context)) return;
    super.log(message, ...rest);
  }
}

function levels(least: Config['LOG_LEVEL']): LogLevel[] {
  const all: LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
  const from = least === 'info' ? 'log' : least;
  return from === 'silent' ? [] : all.slice(all.indexOf(from));
}
