import { describe, expect, it } from '@jest/globals';
import { keyOf, KEYS } from '../../../src/web/console/keys/keys.js';
import { resolveKey, type KeyContext, type KeyPress } from '../../../src/web/console/keys/resolve-key.js';

const FREE: KeyContext = { waiting: null, enabled: true, taken: false };

/** A key as the browser tells of it; a capital letter is typed with Shift. */
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: /^[A-Z]$/.test(key),
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
});
const commandOf = (key: string, more: Partial<KeyPress> = {}, context: Partial<KeyContext> = {}) => {
  const resolved = resolveKey(press(key, more), { ...FREE, ...context });
  return resolved.kind === 'command' ? resolved.command : resolved.kind;
};

describe('a key', () => {
  it('does what the help says, for every key there', () => {
    for (const { key, command } of KEYS) {
      const [first = '', second] = key.split(' ');
      if (second === undefined) expect(commandOf(first)).toBe(command);
      else expect(commandOf(second, {}, { waiting: first })).toBe(command);
    }
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)(
    'with %s is the browser’s: it reloads, selects all, saves',
    (held) => {
      for (const key of ['r', 'a', 's', 'u', 'b', 'c', 'R', 'g'])
        expect(commandOf(key, { [held]: true })).toBe('not_ours');
    },
  );

  it('is the field’s, the list’s of choices, or the dialog’s while one of them has the focus', () => {
    for (const { key } of KEYS) expect(commandOf(key, {}, { taken: true })).toBe('not_ours');
  });

  it('is the input method’s while somebody composes, and nobody’s once somebody else has used it', () => {
    expect(commandOf('r', { isComposing: true })).toBe('not_ours');
    expect(commandOf('r', { defaultPrevented: true })).toBe('not_ours');
  });

  it('that is held down decides once; only walking goes on', () => {
    for (const { key, command } of KEYS) {
      const [first = '', second] = key.split(' ');
      const held = commandOf(second ?? first, { repeat: true }, { waiting: second ? first : null });
      expect(held).toBe(command === 'next' || command === 'previous' ? command : 'not_ours');
    }
    expect(commandOf('g', { repeat: true })).toBe('not_ours');
  });

  it('after g goes to a queue, and a second one that goes nowhere ends that', () => {
    expect(resolveKey(press('g'), FREE)).toEqual({ kind: 'sequence', first: 'g' });
    expect(commandOf('r', {}, { waiting: 'g' })).toBe('go:reported');
    expect(commandOf('x', {}, { waiting: 'g' })).toBe('unknown');
    expect(commandOf('g', {}, { waiting: 'g' })).toBe('unknown');
    // Shift alone is on its way to a capital letter.
    expect(commandOf('Shift', {}, { waiting: 'g' })).toBe('not_ours');
  });

  it('that is turned off does nothing, but Escape leaves all the same', () => {
    expect(commandOf('r', {}, { enabled: false })).toBe('not_ours');
    expect(commandOf('g', {}, { enabled: false })).toBe('not_ours');
    expect(commandOf('Escape', {}, { enabled: false })).toBe('back');
  });

  it('decides by its place where the letters are not Latin', () => {
    expect(commandOf('ф', { code: 'KeyA' })).toBe('approve');
    expect(commandOf('К', { code: 'KeyR', shiftKey: true })).toBe('rejectWithReason');
    // Half of a letter that a second key would make whole.
    expect(commandOf('Dead', { code: 'KeyS' })).toBe('spam');
    // A Dvorak keyboard has another letter at that place: the letter counts.
    expect(commandOf('o', { code: 'KeyS' })).toBe('reopen');
  });
});

it('each command says its key', () => {
  for (const { key, command } of KEYS) expect(keyOf(command)).toBe(key);
  expect(keyOf('nothing' as never)).toBe('');
});
