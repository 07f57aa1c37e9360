import { createHmac, createPrivateKey, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { COMMAND_LINE } from '../../src/audit/audit-log.js';
import type { SiteSettings } from '../../src/sites/site-settings.js';
import { SiteSecretsService } from '../../src/sites/secrets/site-secrets.service.js';
import type { Answer } from './answer.js';
import type { Forum } from './forum.js';
import type { Person } from './person.js';

export type Claims = Readonly<Record<string, unknown>>;
/** Signs what it is given: the first two parts of a token. */
export type Signer = (text: string) => Buffer;

export const hs256 =
  (secret: string | Buffer, hash = 'sha256'): Signer =>
  (text) =>
    createHmac(hash, secret).update(text).digest();
export const rs256 =
  (key: KeyObject): Signer =>
  (text) =>
    sign('sha256', Buffer.from(text), key);
export const es256 =
  (key: KeyObject): Signer =>
  (text) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
export const eddsa =
  (key: KeyObject): Signer =>
  (text) =>
    sign(null, Buffer.from(text), key);

/** Made once: an RSA key takes a while. */
export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const ED = generateKeyPairSync('ed25519');
export const pem = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }));
export const privatePem = (key: KeyObject): string =>
  String(createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'pkcs8', format: 'pem' }));

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token of any header and payload, whatever sense they make. */
export function jws(header: unknown, payload: unknown, signer: Signer): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${signer(text).toString('base64url')}`;
}

/** A publication that signs its readers in, on a site of its own. */
export class Publisher {
  private constructor(
    private readonly forum: Forum,
    readonly site: string,
    readonly secret: string,
  ) {}

  static async of(forum: Forum, site: string, settings: Partial<SiteSettings> = {}): Promise<Publisher> {
    await forum.addSite(site, { hosts: ['localhost', 'gazette.example'], settings: { ssoSignIn: true, ...settings } });
    return new Publisher(forum, site, await forum.service(SiteSecretsService).secret(COMMAND_LINE, site));
  }

  /** Seconds since 1970, as the forum has it. */
  get now(): number {
    return Math.floor(this.forum.clock.now() / 1_000);
  }

  claims(more: Claims = {}): Claims {
    const said = {
      iss: 'https://gazette.example',
      aud: `${this.forum.config.PUBLIC_URL.origin}/${this.site}`,
      iat: this.now,
      exp: this.now + 120,
      jti: randomUUID(),
      sub: 'reader-7',
      name: 'Rosa',
      ...more,
    };
    // What is undefined is left out.
    return JSON.parse(JSON.stringify(said)) as Claims;
  }

  token(more: Claims = {}, signer: Signer = hs256(this.secret), header: Claims = { alg: 'HS256', typ: 'JWT' }): string {
    return jws(header, this.claims(more), signer);
  }

  /** A sign-in with this token, by somebody or by nobody yet. */
  signIn(token: string, who: Person | null = null, forum: Forum = this.forum): Promise<Answer> {
    return forum.as(who).ask('POST', '/sign-in/sso', { body: { site: this.site, token } });
  }
}

/** The code of a refusal; `none` of any other answer. */
export const codeOf = ({ body }: Pick<Answer, 'body'>): string =>
  (body as { error?: { code: string } } | null)?.error?.code ?? 'none';
