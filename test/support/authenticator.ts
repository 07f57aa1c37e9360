import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { NewPasskey, PasskeyOptions, PasskeyProof } from '../../src/identity/ways/passkey/passkey.schema.js';

/** What an authenticator, or the page before it, does otherwise than it should. */
export type Oddity = {
  readonly origin?: string;
  readonly rpId?: string;
  /** False: nobody has shown to be its owner. */
  readonly verified?: boolean;
  /** How often it says that it has signed. */
  readonly counter?: number;
  readonly type?: string;
  /** Whose passkey it says that it is. */
  readonly userHandle?: string;
  /** It says who made it, which nobody asks: by its own key, or by a certificate. */
  readonly attestation?: 'self' | 'certificate';
};

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** An authenticator with one passkey: ES256, attestation `none`, as Web Authentication Level 3 has them (6.1, 6.5.1, 8.7). */
export class Authenticator {
  readonly id = randomBytes(32).toString('base64url');
  private readonly keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  private userHandle = '';
  private counter = 0;

  /** @param origin of the page that asks it; its host is the RP ID */
  constructor(private readonly origin: string) {
    this.keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  make({ options }: PasskeyOptions, oddity: Oddity = {}): NewPasskey['response'] {
    this.userHandle = oddity.userHandle ?? (options as unknown as { user: { id: string } }).user.id;
    const clientDataJSON = this.clientData(options.challenge, { type: 'webauthn.create', ...oddity });
    const data = this.authenticatorData(oddity, this.credential());
    const attestationObject = map([
      [text('fmt'), text(oddity.attestation ? 'packed' : 'none')],
      [text('attStmt'), this.statement(data, clientDataJSON, oddity)],
      [text('authData'), bytes(data)],
    ]).toString('base64url');
    return { ...this.named, response: { clientDataJSON, attestationObject, transports: ['internal'] } };
  }

  sign({ options }: PasskeyOptions, oddity: Oddity = {}): PasskeyProof['response'] {
    this.counter = oddity.counter ?? this.counter + 1;
    const clientDataJSON = this.clientData(options.challenge, { type: 'webauthn.get', ...oddity });
    const data = this.authenticatorData(oddity);
    return {
      ...this.named,
      response: {
        clientDataJSON,
        authenticatorData: data.toString('base64url'),
        signature: signatureOf(data, clientDataJSON, this.keys.privateKey).toString('base64url'),
        userHandle: oddity.userHandle ?? this.userHandle,
      },
    };
  }

  /** `packed` (8.2), or nothing. */
  private statement(data: Buffer, clientDataJSON: string, { attestation }: Oddity): Buffer {
    if (!attestation) return map([]);
    const isBySelf = attestation === 'self';
    const key = isBySelf ? this.keys.privateKey : createPrivateKey({ key: MAKER_KEY, format: 'der', type: 'pkcs8' });
    return map([
      [text('alg'), whole(-7)],
      [text('sig'), bytes(signatureOf(data, clientDataJSON, key))],
      ...(isBySelf ? [] : [[text('x5c'), list([bytes(MAKER)])] as const]),
    ]);
  }

  private get named() {
    return { id: this.id, rawId: this.id, type: 'public-key' } as const;
  }

  private clientData(challenge: string, { type, origin = this.origin }: Oddity): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
  }

  private authenticatorData({ rpId = new URL(this.origin).hostname, verified = true }: Oddity, credential?: Buffer) {
    const head = Buffer.alloc(5);
    head.writeUInt8(PRESENT | (verified ? VERIFIED : 0) | (credential ? HAS_CREDENTIAL : 0));
    head.writeUInt32BE(this.counter, 1);
    return Buffer.concat([sha256(Buffer.from(rpId)), head, credential ?? Buffer.alloc(0)]);
  }

  /** AAGUID, id and public key (COSE_Key, RFC 9053, 7.1). */
  private credential(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const key = map([
      [whole(1), whole(2)],
      [whole(3), whole(-7)],
      [whole(-1), whole(1)],
      [whole(-2), bytes(Buffer.from(x, 'base64url'))],
      [whole(-3), bytes(Buffer.from(y, 'base64url'))],
    ]);
    return Buffer.concat([Buffer.alloc(16), length, id, key]);
  }
}

const signatureOf = (data: Buffer, clientDataJSON: string, key: KeyObject): Buffer =>
  sign('sha256', Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]), key);
const sha256 = (of: Buffer): Buffer => createHash('sha256').update(of).digest();

/** As much of CBOR (RFC 8949) as it takes. */
const head = (kind: number, size: number): Buffer =>
  size < 24
    ? Buffer.from([(kind << 5) | size])
    : size < 256
      ? Buffer.from([(kind << 5) | 24, size])
      : Buffer.from([(kind << 5) | 25, size >> 8, size & 255]);
const whole = (n: number): Buffer => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (of: Buffer): Buffer => Buffer.concat([head(2, of.length), of]);
const text = (of: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(of)), Buffer.from(of)]);
const map = (pairs: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
const list = (items: readonly Buffer[]): Buffer => Buffer.concat([head(4, items.length), ...items]);

/** A maker of authenticators that there is not: its certificate, good until 2120, and the key of it. */
const MAKER = Buffer.from(
  'MIIBojCCAUmgAwIBAgIBATAKBggqhkjOPQQDAjBRMQswCQYDVQQGEwJERTEPMA0GA1UEChMGTm9ib2R5MSIwIAYDVQQLExlBdXRoZW50aWNhdG9yIEF0dGVz' +
    'dGF0aW9uMQ0wCwYDVQQDEwRUZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjBRMQswCQYDVQQGEwJERTEPMA0GA1UEChMGTm9ib2R5MSIw' +
    'IAYDVQQLExlBdXRoZW50aWNhdG9yIEF0dGVzdGF0aW9uMQ0wCwYDVQQDEwRUZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHQfN2nTVJFnc3bbeEhvD' +
    '3xU3hMGYV9jZ4lV4q6eWrpxAG6OHA3nBSmdArNE/O4xpvoDaGHIF1yGpI0xG7hXYTaMQMA4wDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNHADBEAiAcRUVP' +
    'b+y1tllcWKqnAl5IDo4z+P3LDBST2Xb8MLjajQIgahSTSVbi2YYVC+EpwguCrz6/uNZ7QWleuzZp9kKsz/8=',
  'base64',
);
const MAKER_KEY = Buffer.from(
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUjQY4HqbKPOl+/DV+B9yzr5hcIHIbk9vPW1f49d4hcqhRANCAAQdB83adNUkWdzdtt4SG8Pf' +
    'FTeEwZhX2NniVXirp5aunEAbo4cDecFKZ0Cs0T87jGm+gNoYcgXXIakjTEbuFdhN',
  'base64',
);
