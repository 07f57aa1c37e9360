/**
 * Declares a setting, which what other files have described by then would not know.
 *
 * @own sources
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { help } from '../../src/commands/command-line.js';
import { changeSettings } from '../../src/moderation/settings/settings-bodies.js';
import { fieldOf, shownValue, typedValue } from '../../src/settings/form.js';
import { SETTINGS } from '../../src/settings/registry.js';
import { defineSetting, nearest, strictest, type Setting } from '../../src/settings/setting.js';
import { storedIn, withValues } from '../../src/settings/stored.js';

const pictures = defineSetting<number>({
  name: 'pictures',
  schema: z.int().min(0).max(9),
  default: 1,
  scopes: ['site', 'section', 'thread', 'member'],
  merge: nearest(),
  label: 'Pictures',
  help: 'How many pictures a message may have.',
  unit: 'pictures',
}) as Setting;
const links = defineSetting<'free' | 'held' | 'none'>({
  ...{ name: 'links', label: 'Links', help: 'What becomes of links.', default: 'free' },
  schema: z.enum(['free', 'held', 'none']),
  scopes: ['site', 'section', 'thread'],
  merge: strictest(['free', 'held', 'none']),
}) as Setting;

const layer = (scope: 'site' | 'section' | 'thread' | 'member', stored: object) => ({ scope, stored: { ...stored } });

describe('a setting that somebody adds', () => {
  afterEach(() => ['pictures', 'links'].forEach((name) => SETTINGS.drop(name)));

  it('is in the API’s description, in the form and in the command line’s help', () => {
    const described = () => JSON.stringify(z.toJSONSchema(changeSettings, { io: 'input' }));
    expect(help()).not.toContain('pictures');
    SETTINGS.add(pictures);
    expect(described()).toContain('"pictures":{"description":"How many pictures a message may have."');
    expect(SETTINGS.all('member').map(fieldOf)).toContainEqual(
      expect.objectContaining({ name: 'pictures', label: 'Pictures', kind: 'number', min: 0, max: 9, nullable: false }),
    );
    expect(help()).toContain('pictures N (pictures)');
  });

  it('is understood as it is typed, and held to its bounds', () => {
    SETTINGS.add(pictures);
    SETTINGS.add(links);
    const field = (name: string) => fieldOf(SETTINGS.get(name) as Setting);
    expect(SETTINGS.checked({ pictures: typedValue(field('pictures'), '3') }, 'thread')).toEqual({ pictures: 3 });
    expect(typedValue(field('messageLength'), 'none')).toBe(null);
    expect([shownValue(null), shownValue(true), shownValue(['a', 'b'])]).toEqual(['none', 'on', 'a,b']);
    for (const set of [{ pictures: typedValue(field('pictures'), 'many') }, { pictures: 10 }, { premoderated: true }]) {
      expect(() => SETTINGS.checked(set, 'site')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    }
    expect(() => SETTINGS.checked({ links: 'none' }, 'member')).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });

  it('is refused under a name that there is, or with a default that it would refuse', () => {
    SETTINGS.add(pictures);
    expect(() => SETTINGS.add(pictures)).toThrow('Two settings pictures');
    expect(() => SETTINGS.add({ ...links, default: 'perhaps' })).toThrow('The default of links is none');
  });
});

describe('what holds', () => {
  const resolve = (setting: Setting, ...layers: Parameters<typeof SETTINGS.resolve>[1]) =>
    SETTINGS.resolve(setting, layers);

  it('is the default where nobody has set anything', () => {
    expect(resolve(pictures)).toEqual({ value: 1, from: 'default' });
  });

  it('is what is set nearest, in whichever order it was found', () => {
    const layers = [
      layer('thread', { pictures: 4 }),
      layer('site', { pictures: 2 }),
      layer('section', { pictures: 3 }),
    ];
    expect(resolve(pictures, ...layers)).toEqual({ value: 4, from: 'thread' });
    expect(resolve(pictures, ...layers.slice(1))).toEqual({ value: 3, from: 'section' });
    expect(resolve(pictures, ...layers, layer('member', { pictures: 0 }))).toEqual({ value: 0, from: 'member' });
  });

  it('is the strictest, where nothing nearer may loosen it', () => {
    const held = layer('site', { links: 'held' });
    expect(resolve(links, held, layer('thread', { links: 'free' }))).toEqual({ value: 'held', from: 'site' });
    expect(resolve(links, held, layer('thread', { links: 'none' }))).toEqual({ value: 'none', from: 'thread' });
  });

  it('is nothing that this build does not understand, nor what is stored where it cannot be set', () => {
    const odd = layer('thread', { pictures: 'many' });
    expect(resolve(pictures, layer('site', { pictures: 2 }), odd)).toEqual({ value: 2, from: 'site' });
    expect(resolve(links, layer('member', { links: 'none' }))).toEqual({ value: 'free', from: 'default' });
  });
});

describe('what is stored', () => {
  it('keeps what another build knows, within groups too, and loses what is set no more', () => {
    const stored = { a: 1, group: { x: 1, other: 2 }, newer: { deep: true } };
    expect(withValues(stored, { a: undefined, group: { x: 5 } })).toEqual({
      group: { x: 5, other: 2 },
      newer: { deep: true },
    });
  });

  it.each(['', 'null', '[1]', '7', '{'])('as %j is nothing', (json) => {
    expect(storedIn(json)).toEqual({});
  });
});
