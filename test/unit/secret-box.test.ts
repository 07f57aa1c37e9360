import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SecretBox } from '../../src/identity/secrets/secret-box.js';
import { scratch } from '../support/scratch.mjs';

const FIRST = 'the-first-key-'.repeat(4);
const SECOND = 'the-second-key-'.repeat(4);
const postgres = 'postgres://localhost/forum';
const box = (SECRET_KEY: string | null, SECRET_KEY_BEFORE: string | null = null, DATABASE_URL = postgres) =>
  new SecretBox({ SECRET_KEY, SECRET_KEY_BEFORE, DATABASE_URL });

describe('what is sealed', () => {
  it('is opened by whoever has the key, for the same purpose, and looks like nothing', () => {
    const sealed = box(FIRST).seal('mail address', 'ana@example.org');
    expect(box(FIRST).open('mail address', sealed)).toBe('ana@example.org');
    expect(box(FIRST).open('mail', sealed)).toBeNull();
    expect(box(SECOND).open('mail address', sealed)).toBeNull();
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('ana');
    expect(box(FIRST).seal('mail address', 'ana@example.org')).not.toBe(sealed);
  });

  it('is not opened where a single bit of it was changed', () => {
    const sealed = box(FIRST).seal('mail', 'A mail.');
    const [name = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(box(FIRST).open('mail', `${name}.${changed.toString('base64url')}`)).toBeNull();
    }
    for (const other of ['', '.', name, `${name}.`, `${name}.AAAA`, `.${body}`, `${sealed}x.y`.slice(0, 20)])
      expect(box(FIRST).open('mail', other)).toBeNull();
  });

  it('is opened by the key before, and told to be old', () => {
    const sealed = box(FIRST).seal('mail address', 'ana@example.org');
    const changed = box(SECOND, FIRST);
    expect(changed.open('mail address', sealed)).toBe('ana@example.org');
    expect([changed.isOld(sealed), box(FIRST).isOld(sealed)]).toEqual([true, false]);
    expect(changed.fingerprints('mail address', 'ana@example.org')).toEqual([
      box(SECOND).fingerprint('mail address', 'ana@example.org'),
      box(FIRST).fingerprint('mail address', 'ana@example.org'),
    ]);
  });

  it('cannot be on PostgreSQL without a key', () => {
    expect(box(null).hasKey).toBe(false);
    expect(() => box(null).seal('mail', 'A mail.')).toThrow('SECRET_KEY');
  });

  it('has a key of its own beside a database that is a file, made when it is needed, for nobody else to read', () => {
    const path = join(mkdtempSync(join(scratch(), 'rejoinder-key-')), 'forum.db');
    const url = `sqlite:${path}`;
    const [one, other] = [box(null, null, url), box(null, null, url)];
    expect([one.hasKey, existsSync(`${path}.key`)]).toEqual([true, false]);
    const sealed = one.seal('mail', 'A mail.');
    expect(other.open('mail', sealed)).toBe('A mail.');
    expect(statSync(`${path}.key`).mode & 0o777).toBe(0o600);
  });
});
