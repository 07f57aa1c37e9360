import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eachErased, erasedIn, erasedLine, type Erased } from '../../src/database/backup/recounts.js';

const erased: fc.Arbitrary<Erased> = fc.record({ id: fc.uuid(), messages: fc.constantFrom('keep', 'remove') });

it('prints who was erased so that it reads the same again', () => {
  fc.assert(fc.property(fc.array(erased), (all) => expect(erasedIn(all.map(erasedLine).join('\n'))).toEqual(all)));
});

it('reads a list of before anybody could have their words kept', () => {
  expect(erasedIn('one\ntwo\n')).toEqual([
    { id: 'one', messages: 'remove' },
    { id: 'two', messages: 'remove' },
  ]);
});

it('removes the words of who is there twice, unless both say that they are kept', () => {
  const [keep, remove] = [
    { id: 'one', messages: 'keep' },
    { id: 'one', messages: 'remove' },
  ] as const;
  expect(eachErased([keep, keep])).toEqual([keep]);
  expect(eachErased([keep, remove])).toEqual([remove]);
  expect(eachErased([remove, keep])).toEqual([remove]);
});
