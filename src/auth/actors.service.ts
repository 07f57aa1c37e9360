import { Injectable } from '@nestjs/common';
import { sha256 } from '../database/ids.js';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';
import { memberActor, readerActor, type Actor, type MemberActor } from './actor.js';
import { limitKey } from './address.js';
import { Origins } from './origins.js';
import { TokensService } from './tokens/tokens.service.js';

/** The console's session. `__Host-`: only over HTTPS or loopback, for this host alone, on every path. */
export const SESSION_COOKIE = '__Host-rejoinder';

/** `Set-Cookie` of the console's session. @param maxAge seconds; 0 ends it */
export const sessionCookie = (session: string, maxAge: number): string =>
  `${SESSION_COOKIE}=${session}; Max-Age=${maxAge}; Path=/; HttpOnly; Secure; SameSite=Strict`;

type AuthenticationInput = {
  readonly method: string;
  readonly address: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
};

/** Finds out who is asking: the same for a request and for the handshake of a socket. */
@Injectable()
export class ActorsService {
  constructor(
    private readonly tokens: TokensService,
    private readonly origins: Origins,
  ) {}

  /**
   * @throws ForumError sign_in_required for a token that is not good
   * @throws ForumError origin_not_allowed for a write by cookie from a page that is not ours
   */
  async authenticate(asked: AuthenticationInput): Promise<Actor> {
    const address = limitKey(asked.address);
    const bearer = bearerOf(asked.authorization);
    if (bearer !== null) return this.known(bearer, address);
    const session = cookieOf(asked.cookie, SESSION_COOKIE);
    if (session === null) return readerActor(address);
    if (!['GET', 'HEAD'].includes(asked.method) && !this.origins.isOwn(asked.origin)) {
      throw this.origins.foreign('write', asked.origin);
    }
    // A session that has ended is no error: the page then asks to sign in.
    return this.known(session, address).catch((error: unknown) => {
      if (error instanceof ForumError && error.code === 'sign_in_required') return readerActor(address);
      throw error;
    });
  }

  /** @throws ForumError sign_in_required */
  async known(token: string, address: string): Promise<MemberActor> {
    const tokenHash = sha256(token);
    const member = await this.tokens.identify(tokenHash);
    if (!member) throw new ForumError('sign_in_required', undefined, say('refused.tokenNotGood'));
    return memberActor(member, { tokenHash }, address);
  }
}

/** Null without the header. @throws ForumError sign_in_required for another scheme than Bearer */
export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const token = /^Bearer ([\w.~+/-]{1,256}=*)$/i.exec(authorization)?.[1];
  if (!token) throw new ForumError('sign_in_required', undefined, say('refused.noBearer'));
  return token;
}

/** The first of this name that is not empty. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
