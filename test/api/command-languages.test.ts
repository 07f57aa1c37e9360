import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { help } from '../../src/commands/command-line.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { localeOf } from '../../src/i18n/asked-language.js';
import { speak } from '../../src/i18n/format.js';
import { english, languageOf } from '../../src/i18n/languages.js';
import { typed } from '../support/commands.js';
import { startForum, type Forum } from '../support/forum.js';
import { freshFolder, run } from '../support/program.js';
import { sources } from '../support/sources.js';

// A command opens the whole forum on the database of one that runs.
jest.setTimeout(120_000);

const whileSpeaking = async <Result>(code: string, work: () => Result | Promise<Result>): Promise<Result> => {
  speak(languageOf(code));
  try {
    return await work();
  } finally {
    speak(english());
  }
};

describe('the language of a terminal', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de_AT@euro' }, 'de'],
    [{ LANG: 'de.UTF-8' }, 'de'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'de_DE' }, 'de'],
    [{ LANG: 'de_DE', LC_MESSAGES: 'de_DE', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'de_DE', LC_ALL: '' }, 'de'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'POSIX' }, 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en'],
    [{ LC_CTYPE: 'de_DE' }, 'en'],
    [{}, 'en'],
  ])('%j is spoken', (environment, code) => {
    expect(languageOf(localeOf(environment)).code).toBe(code);
  });

  it.each([
    [{ LC_ALL: 'de_DE.UTF-8' }, 'Einen Befehl „nonsense“ gibt es nicht.\nrejoinder --help zeigt alle Befehle.\n'],
    [{ LANG: 'C.UTF-8' }, 'There is no command “nonsense”.\nrejoinder --help shows every command.\n'],
  ])('is that of the command line, which ends the same in each: %j', async (env, stderr) => {
    expect(await run('cli.js', ['nonsense'], { cwd: await freshFolder(), env })).toEqual({
      code: 1,
      stdout: '',
      stderr,
    });
  });
});

describe('what keeps it from its work', () => {
  const LANG = 'de_DE.UTF-8';
  it.each([
    [{ PORT: 'http' }, 'PORT="http": muss eine ganze Zahl von 0 bis 65535 sein\n'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT="xml": muss eines von auto, pretty, json sein\n'],
    [{ DATABASE_URL: 'sqlite:~/forum.db' }, /muss den Ordner ganz nennen: Nur eine Shell weiß, was ~ ist\n$/],
    [{ REDIS_URI: 'redis://localhost' }, /diese Einstellung gibt es nicht; gemeint ist REDIS_URL\n$/],
    [
      { DATABASE_URL: 'sqlite:none.db' },
      /none\.db ist keine Datenbank; ein Start des Forums legt eine an, ein Befehl nicht\n$/,
    ],
  ])('is said in the language of the terminal: %j', async (env, stderr) => {
    const ended = await run('cli.js', ['staff', 'list'], { cwd: await freshFolder(), env: { LANG, ...env } });
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toEqual(typeof stderr === 'string' ? stderr : expect.stringMatching(stderr));
  });
});

describe('the command line, in German', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });
  afterAll(() => speak(english()));
  const german = (...words: string[]) => whileSpeaking('de', () => typed(forum.config, words));

  it('says what it did, and prints links and tokens as ever', async () => {
    const [sentence, link] = (await german('staff', 'add', 'nora.berg@example.com', '--role', 'moderator')).split('\n');
    expect(sentence).toBe('Nora Berg meldet sich hier an, einmal und innerhalb eines Tages:');
    expect(link).toMatch(/^http.*\/console\/sign-in\?token=[\w-]{43}$/);
    expect(await german('staff', 'token', 'nora.berg@example.com')).toMatch(/^[\w-]{43}$/);
    expect(await german('jobs', 'retry', 'all')).toBe('0 Aufgaben werden noch einmal versucht.');
    expect(await german('verify')).toMatch(
      /^Die Datei ist heil\.\n.*\n.*\nDas Protokoll ist ganz: \d+ Einträge, Kopf \w+\.$/,
    );
  });

  it('lists the same columns as in English, but for a column of sentences', async () => {
    const english = (...words: string[]) => typed(forum.config, words);
    for (const words of [
      ['site', 'list'],
      ['staff', 'list'],
      ['thread', 'list', 'default'],
    ])
      expect(await german(...words)).toBe(await english(...words));
    const columns = (text: string) => text.split('\n').map((line) => line.split('\t'));
    const [told, said] = [
      await english('settings', 'list', 'default').then(columns),
      await german('settings', 'list', 'default').then(columns),
    ];
    expect(said.map((line) => line.slice(0, 3))).toEqual(told.map((line) => line.slice(0, 3)));
    expect(said[0]?.[3]).toBe('Ob die Moderation jeden Beitrag liest, bevor er erscheint.');
    expect(await german('settings', 'get', 'default', 'newcomerMessages')).toBe('2');
  });

  it.each([
    [['site', 'remove', 'nowhere'], 'Diese Publikation gibt es nicht.'],
    [['site', 'add', 'default'], 'Die Publikation „default“ gibt es schon.'],
    [['site', 'set', 'default', '--edit-window', 'long'], '--edit-window muss eine ganze Zahl sein.'],
    [['settings', 'get', 'default', 'colour'], 'Eine Einstellung „colour“ gibt es nicht'],
  ])('says why something is not done: %j', async (words, sentence) => {
    expect((await german(...words)).slice('refused: '.length)).toContain(sentence);
  });
});

describe('no sentence of the command line', () => {
  /** What somebody types is the same in every language: names of commands, options, what they take. */
  const isTyped = (line: string): boolean => /^ {2}rejoinder |^ {8,}\S|^$/.test(line);

  it('is left in its help', async () => {
    const plain = (text: string) => text.split('\n').filter((line) => !isTyped(line) && /[a-z]{2}/i.test(line));
    expect(await whileSpeaking('xx', () => plain(help()))).toEqual([]);
    expect(plain(help()).length).toBeGreaterThan(COMMANDS.length);
  });

  it('is left in its code', () => {
    const names = COMMANDS.map(({ name }) => name);
    const wordsIn = (text: string): string[] =>
      [...text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '').matchAll(/'([^'\n]*)'|`([^`]*)`/g)]
        .map(([, plain, template]) => plain ?? (template ?? '').replace(/\$\{[^}]*\}/g, ''))
        .filter((words) => /[a-z]{2,} [a-z]{2,}/.test(words) && !names.includes(words))
        .filter((words) => !/^rejoinder |\[--/.test(words));
    const left = sources()
      .filter(({ path }) => /^(commands|config)\//.test(path) || path === 'cli.ts')
      .flatMap(({ text }) => wordsIn(text));
    expect(left).toEqual([]);
    expect(wordsIn("throw new Error('The site is gone.');")).toEqual(['The site is gone.']);
  });
});
