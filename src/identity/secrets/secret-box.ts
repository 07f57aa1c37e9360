import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { CONFIG, type Config } from '../../config/config.js';
import { sqlitePath } from '../../config/database-url.js';
import { ownKey } from './own-key.js';

/** What is kept under a key: each purpose has one of its own, so that nothing of one can be passed off as another's. */
export type Purpose = 'mail address' | 'mail' | 'sign-in code' | 'sso subject' | 'export' | 'export link';

const CIPHER = 'aes-256-gcm';
/** Bytes of a nonce and of a tag (NIST SP 800-38D). */
const NONCE = 12;
const TAG = 16;
/** Characters by which a key is told from the one before it. */
const NAME = 8;

/**
 * Keeps what nobody who reads the database may know: sealed (AES-256-GCM), or as a fingerprint (HMAC-SHA-256) by which it is found
 * again. The keys are made of SECRET_KEY by HKDF (RFC 5869); what was sealed with SECRET_KEY_BEFORE can be opened still.
 */
@Injectable()
export class SecretBox {
  private own: string | undefined;

  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<Config, 'SECRET_KEY' | 'SECRET_KEY_BEFORE' | 'DATABASE_URL'>,
  ) {}

  /** False on PostgreSQL without SECRET_KEY: then nothing can be sealed. */
  get hasKey(): boolean {
    return this.config.SECRET_KEY !== null || sqlitePath(this.config.DATABASE_URL) !== null;
  }

  /** `KEY.NONCE+TEXT+TAG`, the key by its name, the rest in base64url. */
  seal(purpose: Purpose, content: string | Uint8Array): string {
    const secret = this.current();
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, keyOf(secret, purpose), nonce);
    const sealed = Buffer.concat([nonce, cipher.update(Buffer.from(content)), cipher.final(), cipher.getAuthTag()]);
    return `${nameOf(secret)}.${sealed.toString('base64url')}`;
  }

  /** Null for what none of the keys opens, or was changed. */
  open(purpose: Purpose, sealed: string): string | null {
    return this.openBytes(purpose, sealed)?.toString('utf8') ?? null;
  }

  /** The same of what is no text. */
  openBytes(purpose: Purpose, sealed: string): Buffer | null {
    const [name = '', body = ''] = sealed.split('.', 2);
    const secret = this.secrets.find((one) => nameOf(one) === name);
    const bytes = Buffer.from(body, 'base64url');
    if (secret === undefined || bytes.length < NONCE + TAG) return null;
    const decipher = createDecipheriv(CIPHER, keyOf(secret, purpose), bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      return null;
    }
  }

  /** True for what was sealed with a key that is not the one in use any more. */
  isOld(sealed: string): boolean {
    return !sealed.startsWith(`${nameOf(this.current())}.`);
  }

  /** The same text has the same one: 64 hexadecimal digits, by the key in use. */
  fingerprint(purpose: Purpose, text: string): string {
    return fingerprintBy(this.current(), purpose, text);
  }

  /** By every key: what was kept before the key was changed is found, too. */
  fingerprints(purpose: Purpose, text: string): string[] {
    return this.secrets.map((secret) => fingerprintBy(secret, purpose, text));
  }

  private current(): string {
    const [secret] = this.secrets;
    if (secret === undefined) throw new Error('SECRET_KEY is not set');
    return secret;
  }

  /** The one in use first. The file is looked for when it is first needed: most forums start without it. */
  private get secrets(): string[] {
    const { SECRET_KEY, SECRET_KEY_BEFORE, DATABASE_URL } = this.config;
    const path = sqlitePath(DATABASE_URL);
    const current = SECRET_KEY ?? (path === null ? null : (this.own ??= ownKey(path)));
    return [current, SECRET_KEY_BEFORE].filter((secret) => secret !== null);
  }
}

const keyOf = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `rejoinder ${purpose}`, 32));
const fingerprintBy = (secret: string, purpose: Purpose, text: string): string =>
  createHmac('sha256', keyOf(secret, `fingerprint of ${purpose}`))
    .update(text)
    .digest('hex');
const nameOf = (secret: string): string => createHash('sha256').update(`name ${secret}`).digest('hex').slice(0, NAME);
