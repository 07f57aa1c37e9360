import { expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { AdmissionService } from '../../src/admission/admission.service.js';
import { decide } from '../../src/admission/decide.js';
import type { EvidenceClass, EvidenceSource, Submitted } from '../../src/admission/evidence.js';
import { EvidenceGatherer } from '../../src/admission/evidence-gatherer.js';
import { defineRule, type Rule } from '../../src/admission/rule.js';
import { evidenceOf } from '../../src/admission/rules.js';
import { said } from '../support/rules.js';

const { author, ...rest } = said;
const submitted: Submitted = { ...rest, author, threadId: 'article' };

/** How sure somebody else is that it is spam; half sure where nobody says. */
class SpamEvidence implements EvidenceSource<number> {
  readonly name = 'spam';
  readonly timeout: number = 60_000;
  readonly fallback = 0.5;
  constructor(private readonly says: (submitted: Submitted, signal: AbortSignal) => Promise<number> = never) {}
  gather(what: Submitted, signal: AbortSignal): Promise<number> {
    return this.says(what, signal);
  }
}
class HurriedEvidence extends SpamEvidence {
  override readonly timeout = 1;
}
const never = () => new Promise<number>(() => undefined);

/** A rule that names evidence, as one of the policy does. */
const spam = defineRule({
  name: 'spam',
  facts: {},
  evidence: { certainty: SpamEvidence },
  decide: (_draft, { certainty }) => (certainty > 0.9 ? { verdict: 'hold', why: { code: 'premoderation' } } : null),
});

const gathererOf = (...sources: EvidenceSource<unknown>[]) =>
  new EvidenceGatherer(new Map(sources.map((source) => [source.constructor as EvidenceClass, source])));
const gatheredBy = async (source: EvidenceSource<unknown>) =>
  (await gathererOf(source).gather(submitted)).get(source.constructor as EvidenceClass);

it('is what a source says of what was submitted', async () => {
  const source = new SpamEvidence(async ({ text, threadId }) =>
    `${text}${threadId}` === 'I was there.article' ? 0.1 : 1,
  );
  expect(await gatheredBy(source)).toEqual({ source: 'spam', value: 0.1, by: 'source' });
});

it('of a source that takes too long is its fall-back, and the source is told that nobody waits', async () => {
  const told = jest.fn();
  const source = new HurriedEvidence((_, signal) => (signal.addEventListener('abort', told), never()));
  expect(await gatheredBy(source)).toEqual({ source: 'spam', value: 0.5, by: 'timeout' });
  expect(told).toHaveBeenCalledTimes(1);
});

it.each([
  ['fails', new SpamEvidence(() => Promise.reject(new Error('out of order')))],
  [
    'fails before it has begun',
    new SpamEvidence(() => {
      throw new Error('out of order');
    }),
  ],
])('of a source that %s is its fall-back, and the log says so', async (_, source) => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  expect(await gatheredBy(source)).toEqual({ source: 'spam', value: 0.5, by: 'failure' });
  expect(warn).toHaveBeenCalledWith('No evidence from spam: Error: out of order');
  warn.mockRestore();
});

it('is gathered from all sources at once, each of them counted by what it came to', async () => {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  class Waits extends SpamEvidence {}
  class Opens extends SpamEvidence {}
  const gatherer = gathererOf(
    new Waits(() => opened.then(() => 1)),
    new Opens(async () => (open(), 0)),
    new HurriedEvidence(),
  );
  const evidence = await gatherer.gather(submitted);
  expect([...evidence.values()].map(({ value }) => value)).toEqual([1, 0, 0.5]);
  const { values } = await gatherer.gathered.get();
  expect(Object.fromEntries(values.map(({ labels, value }) => [labels.by, value]))).toEqual({ source: 2, timeout: 1 });
});

it('reaches the rules that name it by the names that they give it', async () => {
  const rules = [spam as unknown as Rule];
  expect(evidenceOf(rules)).toEqual([SpamEvidence]);
  const verdictAt = (certainty: number) => decide(rules, said, () => ({ certainty }));
  expect(verdictAt(0.9)).toEqual({ verdict: 'publish' });
  expect(verdictAt(0.91)).toEqual({ verdict: 'hold', why: [{ code: 'premoderation' }], rules: ['spam'] });
});

it('is kept with the verdict, by the name of its source', async () => {
  const admission = new AdmissionService(new Map(), gathererOf(new SpamEvidence(async () => 0.2)), [
    spam as unknown as Rule,
  ]);
  const evidence = await admission.gather(submitted);
  const decision = (await admission.begin({} as never, [])).decide({ ...said, evidence });
  expect(decision).toEqual({
    verdict: { verdict: 'publish' },
    basis: { facts: {}, evidence: { spam: { value: 0.2, by: 'source' } } },
  });
});
