import { describe, expect, it } from '@jest/globals';
import { ForumError } from '../../src/errors/forum-error.js';
import { say } from '../../src/i18n/text.js';
import type { Draft } from '../../src/admission/draft.js';
import type { Rule } from '../../src/admission/rule.js';
import { authorPace } from '../../src/admission/rules/author-pace.js';
import { depth } from '../../src/admission/rules/depth.js';
import { length } from '../../src/admission/rules/length.js';
import { repeat } from '../../src/admission/rules/repeat.js';
import { threadPace } from '../../src/admission/rules/thread-pace.js';
import { refuseSanctioned } from '../../src/members/sanctions/active-sanction.js';
import { ask as askOf, NOW } from '../support/rules.js';

const ask = (rule: unknown, draft: Partial<Draft> = {}) =>
  askOf(rule as Rule, draft, { nthLast: NOW, nthLastInThread: NOW, saidTheSame: true });

describe('a refusal says why', () => {
  it.each<[string, unknown, Partial<Draft>, object]>([
    [
      'the conversation is too deep',
      depth,
      { depth: 11 },
      { rule: 'depth', message: say('refused.tooDeep'), most: 10 },
    ],
    ['there is nothing', length, { text: '' }, { rule: 'length', message: say('refused.empty'), least: 1 }],
    ['it was just said', repeat, {}, { rule: 'repeat', message: say('refused.repeat') }],
  ])('because %s', (_what, rule, draft, details) => {
    expect(ask(rule, draft)).toEqual({ verdict: 'refuse', code: 'refused', details });
  });

  it('and when to try again, where it is a matter of time', () => {
    const wait = { verdict: 'refuse', code: 'too_fast', retryAfter: 60 };
    expect(ask(authorPace)).toEqual({ ...wait, details: { limit: 'POSTS_PER_MINUTE' } });
    expect(ask(threadPace)).toEqual({
      ...wait,
      details: {
        limit: 'POSTS_PER_THREAD_PER_MINUTE',
        message: say('refused.threadPace'),
      },
    });
  });
});

describe('what is short may be said again', () => {
  it.each([
    ['a few letters in many words', 'I do, so do I', null],
    ['eight letters', 'ab cde fgh', null],
    ['nine letters of three words', 'abc def ghi', 'refuse'],
    ['two words of twenty-four letters', 'abcdefghijkl mnopqrstuvwx', null],
    ['two words of twenty-five', 'abcdefghijkl mnopqrstuvwxy', 'refuse'],
    ['one long word', 'Donaudampfschifffahrtsgesellschaft', 'refuse'],
    ['signs alone', '!!!', null],
    ['a word and a row of signs', `Yes${'!'.repeat(253)}`, null],
    ['a word and a longer row than any text that is short', `Yes${'!'.repeat(254)}`, 'refuse'],
  ])('%s', (_what, text, verdict) => {
    expect(ask(repeat, { text })?.verdict ?? null).toBe(verdict);
  });
});

describe('a vote or a report', () => {
  const refusalOf = (sanction: Parameters<typeof refuseSanctioned>[0]) => {
    try {
      return refuseSanctioned(sanction) ?? null;
    } catch (error) {
      return error instanceof ForumError ? { code: error.code, details: error.details } : error;
    }
  };

  it('is taken from whom nobody has banned', () => {
    expect(refusalOf(null)).toBeNull();
  });

  it('is refused to the banned and the suspended, with the reason and until when', () => {
    const ban = { kind: 'ban', until: null, reason: 'Spam' } as const;
    expect(refusalOf(ban)).toEqual({ code: 'banned', details: { reason: 'Spam', until: null } });
    const suspended = { kind: 'suspend', until: NOW, reason: 'Heat' } as const;
    expect(refusalOf(suspended)).toEqual({
      code: 'suspended',
      details: { reason: 'Heat', until: '2026-11-24T08:00:00.000Z' },
    });
  });
});
