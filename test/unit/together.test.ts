import { describe, expect, it } from '@jest/globals';
import { together } from '../../src/database/together.js';

/** An answer that comes after so many others. */
const after = async (turns: number, answer: () => string): Promise<string> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return answer();
};
const failing = (message: string) => (): never => {
  throw new Error(message);
};

describe('what is asked together', () => {
  it('is answered in its order', async () => {
    expect(await together([after(3, () => 'a'), after(1, () => 'b'), Promise.resolve(7)])).toEqual(['a', 'b', 7]);
  });

  it('fails with what failed first, and when all have ended', async () => {
    let isOver = false;
    const slow = after(5, () => {
      isOver = true;
      return 'late';
    });
    const asked = together([slow, after(3, failing('It refuses all others')), after(1, failing('The cause'))]);
    await expect(asked).rejects.toThrow('The cause');
    expect(isOver).toBe(true);
  });

  it('fails with the cause, which may be tried again, though what was refused behind it was heard of before', async () => {
    const withCode = (code: string) => (): never => {
      throw Object.assign(new Error(code), { code });
    };
    await expect(together([after(3, withCode('40P01')), after(1, withCode('25P02'))])).rejects.toMatchObject({
      code: '40P01',
    });
    await expect(together([after(1, withCode('25P02'))])).rejects.toMatchObject({ code: '25P02' });
  });
});
