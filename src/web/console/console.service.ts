import { Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { cookieOf, sessionCookie, SESSION_COOKIE } from '../../auth/actors.service.js';
import { Origins, type FormSource } from '../../auth/origins.js';
import { deviceOf } from '../../auth/tokens/device.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { ForumError } from '../../errors/forum-error.js';
import { english, inLanguage, type SpokenLanguage } from '../../i18n/languages.js';
import { Assets } from '../assets.js';
import { HTML, pageHeaders } from '../page.js';
import { deskPage, signInPage, usedLinkPage } from './console-pages.js';

export type ConsoleAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
};

/** What comes with the form of a one-time link: whose page sent it, and the session that there may have been. */
type SentLink = {
  readonly origin?: string | undefined;
  readonly cookie?: string | undefined;
  readonly 'user-agent'?: string | undefined;
};

/** A moderator's coming and going. */
@Injectable()
export class ConsoleService {
  constructor(
    private readonly assets: Assets,
    private readonly tokens: TokensService,
    private readonly origins: Origins,
  ) {}

  page(language: SpokenLanguage): ConsoleAnswer {
    return page(200, language, () => deskPage(this.assets.page('console'), language));
  }

  /** Whom the link would sign in; the link stays good. */
  async signInPage(token: string, language: SpokenLanguage): Promise<ConsoleAnswer> {
    const member = await this.tokens.peek(token);
    const assets = this.assets.page('console');
    if (!member) return page(410, language, () => usedLinkPage(assets));
    return page(200, language, () => signInPage(assets, { name: member.name, token }));
  }

  /** @throws ForumError origin_not_allowed when the form is not our own page's */
  async signIn(token: string, { origin, cookie, ...from }: SentLink, language = english()): Promise<ConsoleAnswer> {
    if (!this.origins.isOwn(origin)) throw this.origins.foreign('sign-in', origin);
    const opened =
      (await this.tokens.peek(token)) &&
      (await this.open(token, cookieOf(cookie, SESSION_COOKIE), deviceOf(from['user-agent'])));
    if (!opened) return page(410, language, () => usedLinkPage(this.assets.page('console')));
    return toTheConsole(sessionCookie(opened.session, opened.maxAge));
  }

  /** @throws ForumError origin_not_allowed: the cookie does not come with another page's form, and its answer would end it */
  async signOut(actor: Actor, source: FormSource): Promise<ConsoleAnswer> {
    this.origins.refuseForeign(source);
    if (actor.session !== null) await this.tokens.signOut(actor.session.tokenHash);
    return toTheConsole(sessionCookie('', 0));
  }

  /** Null where another browser was first. */
  private async open(
    token: string,
    former: string | null,
    device: string | null,
  ): Promise<{ readonly session: string; readonly maxAge: number } | null> {
    try {
      return await this.tokens.signIn(token, former, device);
    } catch (error) {
      if (error instanceof ForumError && error.code === 'sign_in_required') return null;
      throw error;
    }
  }
}

/** No copy is kept, and nobody is told the address: it may hold a link that still opens. */
function page(status: number, language: SpokenLanguage, draw: () => string): ConsoleAnswer {
  const headers = {
    ...pageHeaders("'none'"),
    'Content-Type': HTML,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
  };
  return { status, headers, html: inLanguage(language, draw) };
}

function toTheConsole(cookie: string): ConsoleAnswer {
  const headers = { Location: '/console', 'Set-Cookie': cookie };
  return { status: 303, headers, html: '' };
}
