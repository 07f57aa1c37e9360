import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { guestAnswer } from '../../src/members/members.schema.js';
import { DIST, Server } from '../faults/server.js';
import { Acting } from '../support/acting.js';
import { unpackChromium } from '../support/chromium.mjs';
import { launch } from '../web/launch.js';
import { Visitor } from '../web/visitor.js';

/** Where the pictures say that the forum is, whatever port it has: the browser is told the rest. */
const ORIGIN = 'http://localhost:3000';

/** The built forum with its demo, on a database of its own, and a browser for everyone who comes. */
export class Stage {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async set(): Promise<Stage> {
    const { path, libraries } = await unpackChromium();
    process.env['TEST_CHROMIUM'] = path;
    if (libraries) process.env['LD_LIBRARY_PATH'] = libraries;
    const server = await Server.prepare({ env: { PUBLIC_URL: ORIGIN, DEMO: 'on' } });
    await server.start();
    const place = `MAP ${new URL(ORIGIN).host} 127.0.0.1:${server.port}`;
    return new Stage(server, await launch([`--host-resolver-rules=${place}`, '--font-render-hinting=none']));
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.server.remove();
  }

  readonly origin = ORIGIN;

  /** Somebody opens a page. Two device pixels a CSS pixel, so that a picture is sharp on a fine screen. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const looks = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 2, locale: 'en-GB', ...options };
    const context = await this.browser.newContext(looks);
    const visitor = new Visitor(context, await context.newPage());
    return visitor.open(new URL(path, ORIGIN).href);
  }

  /** The discussion under the lead article. */
  async bridge(): Promise<{ readonly id: string }> {
    return new Acting(this.server.url, null).openThread({ site: 'default', url: `${ORIGIN}/` });
  }

  async guest(name: string): Promise<Acting> {
    const anyone = new Acting(this.server.url, null);
    const { token, member } = await anyone.get(guestAnswer, 'POST', '/guests', { body: { name } });
    return new Acting(this.server.url, { id: member.id, name: member.name, token });
  }

  /** Somebody of staff, by the link that the command line prints, at the console. */
  async staff(name: string, role: 'moderator' | 'admin', options: BrowserContextOptions = {}): Promise<Visitor> {
    const words = ['staff', 'add', `${name.toLowerCase()}@packet.example`, '--role', role, '--name', name];
    const env = { PATH: process.env['PATH'], ...this.server.env };
    const run = promisify(execFile)(process.execPath, [join(DIST, 'cli.js'), ...words, '--site', 'default'], { env });
    const link = /https?:\S+/.exec((await run).stdout)?.[0];
    if (!link) throw new Error('The command line printed no link.');
    const visitor = await this.open(link, options);
    await visitor.press(`Sign in as ${name}`);
    await visitor.sees('Live');
    return visitor;
  }
}

/** The forum inside an article's page. */
export const framed = (page: Page) => page.frameLocator('rejoinder-forum iframe');
