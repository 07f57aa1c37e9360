// A forum of the build in a process of its own: prints which packages were loaded for it, and which after someone read its docs.
import { Session } from 'node:inspector';

const { createForum } = await import(new URL('../../dist/app.js', import.meta.url).href);
const { readConfig } = await import(new URL('../../dist/config/config.js', import.meta.url).href);

const forum = await createForum(readConfig(process.env));
await forum.listen(0, '127.0.0.1');
const started = loaded();
const { status } = await fetch(`${await forum.getUrl()}/api/docs-json`);
process.stdout.write(JSON.stringify({ started, status, asked: loaded() }));
await forum.close();

function loaded() {
  const packages = new Set();
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
    if (name) packages.add(name);
  });
  session.post('Debugger.enable');
  session.disconnect();
  return [...packages];
}
