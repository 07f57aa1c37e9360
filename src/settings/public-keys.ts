import { createPublicKey, type KeyObject } from 'node:crypto';
import { isLoopback } from '../config/loopback.js';

/** Bits that an RSA key has at least (RFC 7518, 3.3). */
const RSA_BITS = 2048;

/**
 * The public key that somebody pasted (PEM, SubjectPublicKeyInfo); a form may have taken its line breaks. Null for what is none,
 * or is of a kind that no algorithm of ours takes.
 */
export function publicKeyIn(text: string): KeyObject | null {
  const body = /^\s*-----BEGIN PUBLIC KEY-----([\w+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(text)?.[1];
  if (body === undefined) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });
    return algorithmOf(key) === null ? null : key;
  } catch {
    return null;
  }
}

/** The one algorithm that a key is for; null where it is for none of ours. */
export function algorithmOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): 'RS256' | 'ES256' | 'EdDSA' | null {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa' && modulusLength >= RSA_BITS) return 'RS256';
  if (asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256';
  return asymmetricKeyType === 'ed25519' ? 'EdDSA' : null;
}

/** True for an address that keys can be fetched from without anybody on the way changing them. */
export function isKeysAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && username === '' && password === '';
}
