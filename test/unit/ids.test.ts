import { describe, expect, it } from '@jest/globals';
import { firstIdAt, newId } from '../../src/database/ids.js';

describe('an id', () => {
  it('sorts by time, and in the order of making where the time is the same', () => {
    const made = [5_000, 5_000, 5_000, 5_001, 5_001, 1_732_500_000_000, 1_732_500_000_000].map((now) => newId(now));
    expect(made.toSorted()).toEqual(made);
    const many = Array.from({ length: 10_000 }, () => newId(7_000));
    expect(many.toSorted()).toEqual(many);
    expect(new Set(many).size).toBe(10_000);
  });

  it('is that of its own time, also where a clock is put back', () => {
    newId(9_000);
    const id = newId(8_000);
    expect(id >= firstIdAt(8_000) && id < firstIdAt(8_001)).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
