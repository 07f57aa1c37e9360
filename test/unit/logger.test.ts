import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { readConfig } from '../../src/config/read-config.js';
import { ForumLogger } from '../../src/ops/logger.js';

describe('the log', () => {
  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((line) => {
        lines.push(String(line));
        return true;
      });
  });
  afterEach(() => void jest.restoreAllMocks());

  const logger = (least: string, format = 'json') => {
    const config = readConfig({ LOG_LEVEL: least, LOG_FORMAT: format });
    return new ForumLogger(config.LOG_LEVEL, config);
  };
  const say = (log: ForumLogger) => {
    log.debug('what is looked at', 'Forum');
    log.log('what happens', 'Forum');
    log.log('what Nest wires', 'InstanceLoader');
    log.warn('what is odd', 'Forum');
    log.error('what is wrong', undefined, 'Forum');
  };
  const said = () => lines.map((line) => (JSON.parse(line) as { message: string }).message);

  it.each([
    ['debug', ['what is looked at', 'what happens', 'what Nest wires', 'what is odd', 'what is wrong']],
    ['info', ['what happens', 'what is odd', 'what is wrong']],
    ['warn', ['what is odd', 'what is wrong']],
    ['error', ['what is wrong']],
    ['silent', []],
  ])('has what is as bad as was asked for, or worse: %s', (least, told) => {
    say(logger(least));
    expect(said()).toEqual(told);
  });

  it('is a sentence a line where a person watches, with how bad it is where it is bad', () => {
    say(logger('info', 'pretty'));
    expect(lines.join('')).toMatch(
      /^\d\d:\d\d:\d\d  what happens\n\d\d:\d\d:\d\d  WARN what is odd\n\d\d:\d\d:\d\d  ERROR what is wrong\n/,
    );
  });

  it('of `auto` is sentences on a terminal, and JSON wherever a program reads it', () => {
    const { isTTY } = process.stdout;
    try {
      for (const [terminal, line] of [
        [true, /^\d\d:\d\d:\d\d  what happens\n$/],
        [false, /^\{.*"message":"what happens".*\}\n$/],
        [undefined, /^\{.*"message":"what happens".*\}\n$/],
      ] as const) {
        process.stdout.isTTY = terminal as boolean;
        for (const log of [logger('info', 'auto'), logger('info', '')]) {
          lines = [];
          log.log('what happens', 'Forum');
          expect(stripVTControlCharacters(lines.join(''))).toMatch(line);
        }
      }
    } finally {
      process.stdout.isTTY = isTTY;
    }
  });

  it('leaves what stops a start to whoever starts', () => {
    logger('debug').error('no database', 'a stack', 'ExceptionHandler');
    expect(lines).toEqual([]);
  });
});
