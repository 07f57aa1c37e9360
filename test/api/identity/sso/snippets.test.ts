import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signedIn } from '../../../../src/identity/ways/sign-in.schema.js';
import { ssoSetup } from '../../../../src/identity/ways/sso/sso.schema.js';
import { startForum, type Forum } from '../../../support/forum.js';
import { freshFolder } from '../../../support/program.js';
import { Publisher } from '../../../support/publisher.js';

type Runs = {
  readonly language: string;
  readonly program: string;
  readonly file: string;
  readonly calls: (secret: string) => string;
};

/** Each snippet as it is shown, and a line that prints a token. */
const RUNS: readonly Runs[] = [
  {
    language: 'Node',
    program: process.execPath,
    file: 'token.mjs',
    calls: (secret) => `console.log(ssoToken('${secret}', { id: 7, name: 'Zoë Ångström', may_comment: true }));`,
  },
  {
    language: 'Python',
    program: 'python3',
    file: 'token_of.py',
    calls: (secret) => `print(sso_token('${secret}', {'id': 7, 'name': 'Zoë Ångström', 'may_comment': True}))`,
  },
  {
    language: 'PHP',
    program: 'php',
    file: 'token.php',
    calls: (secret) => `echo sso_token('${secret}', ['id' => 7, 'name' => 'Zoë Ångström', 'may_comment' => true]);`,
  },
  {
    language: 'Ruby',
    program: 'ruby',
    file: 'token.rb',
    calls: (secret) => `puts sso_token('${secret}', { id: 7, name: 'Zoë Ångström', may_comment: true })`,
  },
];

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

describe('the snippets of single sign-on', () => {
  let forum: Forum;
  let gazette: Publisher;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    gazette = await Publisher.of(forum, 'gazette');
  });

  for (const { language, program, file, calls } of RUNS) {
    const runs = isThere(program) || ['Node', 'Python'].includes(language);
    if (!runs)
      process.stderr.write(`NOT RUN: the ${language} snippet of single sign-on, since there is no ${program} here\n`);
    (runs ? it : it.skip)(`sign in as they stand: ${language}`, async () => {
      const { snippets } = await forum.as(forum.olga).get(ssoSetup, 'GET', '/sites/gazette/sso');
      const code = snippets.find((one) => one.language === language)?.code ?? '';
      const folder = await freshFolder();
      await writeFile(join(folder, file), `${code}\n${calls(gazette.secret)}\n`);
      const made = spawnSync(program, [file], { cwd: folder, encoding: 'utf8' });
      expect(made.stderr).toBe('');
      const answer = await gazette.signIn(made.stdout.trim());
      expect(signedIn.parse(answer.body).member.name).toMatch(/^Zoë Ångström/);
    });
  }
});
