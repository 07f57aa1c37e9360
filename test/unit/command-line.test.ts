import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../src/commands/command.js';
import { explain, help, understand } from '../../src/commands/command-line.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { ForumError } from '../../src/errors/forum-error.js';
import { say } from '../../src/i18n/text.js';

/** What is said to somebody who typed this, or what it was taken for. */
function typed(...argv: string[]): unknown {
  try {
    const asked = understand(argv);
    if (typeof asked === 'string') return asked;
    const { command, given } = asked;
    return { name: command.name, words: given.words, options: given.options };
  } catch (error) {
    return explain(error);
  }
}

describe('what somebody types', () => {
  it.each([
    [
      'staff add a@example.com --role owner',
      { name: 'staff add', words: ['a@example.com'], options: { role: ['owner'] } },
    ],
    [
      'staff add --role=owner a@example.com',
      { name: 'staff add', words: ['a@example.com'], options: { role: ['owner'] } },
    ],
    [
      '--role owner staff add a@example.com',
      { name: 'staff add', words: ['a@example.com'], options: { role: ['owner'] } },
    ],
    [
      'site add gazette --host a.example --host b.example',
      { name: 'site add', words: ['gazette'], options: { host: ['a.example', 'b.example'] } },
    ],
    ['migrate', { name: 'migrate', words: [], options: {} }],
    ['log verify', { name: 'log verify', words: [], options: {} }],
    ['', 'help'],
    ['--help', 'help'],
    ['-h', 'help'],
    ['site add --help', 'help'],
    ['--version', 'version'],
    ['-v', 'version'],
  ])('is understood: %s', (line, asked) => {
    expect(typed(...line.split(' ').filter(Boolean))).toEqual(asked);
  });

  it.each([
    ['nonsense', 'There is no command “nonsense”.'],
    ['staff', 'There is no command “staff”.'],
    ['staffadd a@example.com', 'There is no command “staffadd a@example.com”.'],
    ['staff adder a@example.com', 'There is no command “staff adder a@example.com”.'],
    ['staff add --role owner', 'It is:\n  rejoinder staff add EMAIL --role owner|admin|moderator'],
    ['staff add a@example.com b@example.com', 'It is:\n  rejoinder staff add EMAIL'],
    ['staff add a@example.com --role owner --role admin', '--role can be given once.'],
    ['staff token', 'It is:\n  rejoinder staff token EMAIL'],
    ['site list --role owner', '“site list” takes no --role.'],
    ['site list default', 'It is:\n  rejoinder site list'],
    ['site add', 'It is:\n  rejoinder site add ID'],
    ['migrate up', 'It is:\n  rejoinder migrate'],
    ['log verify --bogus', "Unknown option '--bogus'"],
    ['staff add a@example.com --role', "Option '--role <value>' argument missing"],
    ['site set default --edit-window -1', "Option '--edit-window' argument is ambiguous."],
  ])('is told to be wrong, and where to look: %s', (line, sentence) => {
    const said = String(typed(...line.split(' ')));
    expect(said.slice(0, sentence.length)).toBe(sentence);
    expect(said).toMatch(/\nrejoinder --help shows every command\.$/);
  });

  it('is told in the help, every word of it', () => {
    for (const { name, options = {} } of COMMANDS) {
      expect(help()).toContain(`\n  rejoinder ${name}`);
      for (const option of Object.keys(options)) expect(help()).toContain(`--${option}`);
    }
    for (const [, option = ''] of help().matchAll(/\[--([a-z-]+)/g))
      expect(COMMANDS.some(({ options = {} }) => option in options)).toBe(true);
  });
});

describe('what went wrong', () => {
  it.each([
    [new ForumError('site_not_found'), 'There is no such site.'],
    [new ForumError('conflict', undefined, say('refused.siteExists', { id: 'a' })), 'There is a site “a” already.'],
    [
      new ForumError('invalid_request', [{ path: 'email', message: 'must be a plain mail address' }]),
      'email: must be a plain mail address',
    ],
    [new UsageError('No.'), 'No.\nrejoinder --help shows every command.'],
    [new TypeError('x is not a function'), 'x is not a function'],
    ['thrown', 'thrown'],
  ])('is told in a sentence', (error, sentence) => {
    expect(explain(error)).toBe(sentence);
  });
});
