import { beforeAll, describe, expect, it } from '@jest/globals';
import { requestBytes, sendBytes } from '../support/bytes.js';
import { startForum, type Forum } from '../support/forum.js';
import { isWrite, waysInto } from '../support/ways.js';

const UP = [
  ...['..', '%2e%2e', '.%2e', '%2e.', '..%2f', '..%5c', '..\\', '%252e%252e', '..;', '..%00', '%c0%ae%c0%ae', '....//'],
  ...['%u002e%u002e', '..%ef%bc%8f', '\u2025', '.../...//', '/..', '\\..'],
].map((step) => encodeURI(step).replaceAll('%25', '%'));
const WANTED = ['package.json', 'etc/passwd', 'main.js', 'manifest.json', '.env', 'data/rejoinder.db', 'embed.js.map'];

describe('a file', () => {
  let forum: Forum;
  let folders: readonly string[];
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    const withName = waysInto(forum).filter(
      (way) => !isWrite(way) && /:\w+$/.test(way.path) && !/api\/v1/.test(way.path),
    );
    folders = [...new Set(withName.map(({ path }) => path.replace(/:\w+$/, '').replace(/:\w+/g, 'forum')))];
  });

  it('that is none of the forum’s own is given to nobody, however the way to it is spelled (row 58)', async () => {
    expect(folders).toEqual(expect.arrayContaining(['/assets/forum/', '/demo/assets/', '/api/docs/']));
    const given: string[] = [];
    for (const folder of [...folders, '/']) {
      for (const up of UP)
        for (const wanted of WANTED)
          for (const steps of [1, 4]) {
            const path = `${folder}${`${up}/`.repeat(steps)}${wanted}`;
            const { status, text } = await sendBytes(forum, requestBytes(`GET ${path} HTTP/1.1`));
            if (status < 400 && !/<html/.test(text)) given.push(`${path}: ${status}`);
            if (/ENOENT|node_modules|\/(src|dist|work|home|root|tmp)\/|root:x:|"dependencies"/.test(text))
              given.push(`${path} tells ${text.slice(0, 200)}`);
          }
    }
    expect(given).toEqual([]);
  });

  it('of an object’s own names is none', async () => {
    const files = folders.filter((folder) => /^\/(assets|demo|api\/docs)\//.test(folder));
    expect(files.length).toBeGreaterThan(2);
    for (const folder of files)
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'begin.js%00.css']) {
        const { status } = await forum.visit(folder + name);
        expect([folder + name, [400, 404].includes(status)]).toEqual([folder + name, true]);
      }
  });
});
