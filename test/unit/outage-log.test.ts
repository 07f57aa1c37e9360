import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { overloaded } from '../../src/database/failures.js';
import { OutageLog } from '../../src/database/outage-log.js';
import { ForumError } from '../../src/errors/forum-error.js';

describe('an outage of the database', () => {
  const lines: string[] = [];
  beforeEach(() => {
    for (const level of ['error', 'log'] as const)
      jest
        .spyOn(Logger.prototype, level)
        .mockImplementation((line: unknown) => void lines.push(`${level}: ${String(line)}`));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    lines.length = 0;
  });
  const outage = () => new OutageLog({ well: 'answers', ill: 'does not answer' });

  it('is told once when it begins and once when it is over, however many ask', () => {
    const log = outage();
    log.note();
    for (let n = 0; n < 500; n += 1) log.note(overloaded(new Error('connect ECONNREFUSED')));
    expect(lines).toEqual(['error: The database does not answer: connect ECONNREFUSED']);
    for (let n = 0; n < 500; n += 1) log.note();
    expect(lines.slice(1)).toEqual(['log: The database answers again, after 0 s and 500 failures']);
    log.note(overloaded(new Error('disk full')));
    expect(lines.slice(2)).toEqual(['error: The database does not answer: disk full']);
  });

  it('is none where a request was refused for what it asks, or for how much is asked', () => {
    const log = outage();
    log.note(new ForumError('thread_closed'));
    log.note(new ForumError('overloaded', { limit: 'WRITES_WAITING' }, undefined, 1));
    log.note(new Error('a fault'));
    expect(lines).toEqual([]);
  });
});
