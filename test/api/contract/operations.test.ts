import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config/read-config.js';
import { codes, rows, section } from '../../support/protocol.js';

describe('docs/operations.md', () => {
  const settings = (page: string, heading: string) =>
    rows(section(page, heading)).flatMap(([names = '', presets = '']) => {
      const variables = codes(names).filter((name) => /^[A-Z\d_]+$/.test(name));
      return variables.map(
        (name, n) => [name, variables.length > 1 ? codes(presets)[n] : presets.replace(/^`([^`]*)`$/, '$1')] as const,
      );
    });
  /** Defaults that are no plain value. */
  const inWords: Readonly<Record<string, (value: unknown) => unknown>> = {
    PUBLIC_URL: (url) => (url as URL).origin.replace(/\d+$/, 'PORT'),
    HOST: (host) => (host === '127.0.0.1' ? '`0.0.0.0`, or `127.0.0.1`' : host),
    DEMO: (on) => (on === true ? 'on where nobody else can see it' : on),
  };
  const presets = Object.entries(readConfig({})).map(([name, value]) => {
    const plain =
      value === true ? 'on' : value === false ? 'off' : value === null || value === undefined ? 'none' : String(value);
    return [name, inWords[name]?.(value) ?? plain];
  });

  it('lists every variable with its default', () => {
    const told = settings('docs/operations.md', 'Every setting');
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(presets));
    expect(told).toHaveLength(presets.length);
  });

  it('is what the README says in short', () => {
    const told = settings('README.md', 'For operators: run it');
    expect(told.length).toBeGreaterThan(5);
    expect(Object.fromEntries(presets)).toMatchObject(Object.fromEntries(told));
  });
});
