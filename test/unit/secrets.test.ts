import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import { withoutSecrets } from '../../src/errors/without-secrets.js';
import { ForumLogger } from '../../src/ops/logger.js';

describe('a line of the log', () => {
  const lines: string[] = [];
  const listen = () => {
    lines.length = 0;
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((line) => {
        lines.push(String(line));
        return true;
      });
  };
  afterEach(() => void jest.restoreAllMocks());

  it.each([
    ['/console/sign-in?token=abc123', '/console/sign-in?token=…'],
    ['/console/sign-in?a=1&TOKEN=abc123&b=2', '/console/sign-in?a=1&TOKEN=…&b=2'],
    ['GET /x?key=k#y failed', 'GET /x?key=…#y failed'],
    ['/threads?tokens=3', '/threads?tokens=3'],
  ])('%s is %s', (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });

  it('of an error names no one-time link and no password, wherever it stands', () => {
    const config = readConfig({ DATABASE_URL: 'postgres://olga:s3cr3t@localhost/forum', LOG_FORMAT: 'json' });
    const logger = new ForumLogger('info', config);
    listen();
    logger.error('7 POST /console/sign-in?token=abc123', new Error('no s3cr3t at /x?token=abc123').stack);
    logger.warn('The job failed: postgres://olga:s3cr3t@localhost/forum /y?token=abc123');
    jest.restoreAllMocks();
    expect(lines.join('')).toMatch(/sign-in\?token=…/);
    expect(lines.join('')).not.toMatch(/abc123|s3cr3t/);
  });
});
