import { expect, it } from '@jest/globals';
import { QUICK } from '../../bench/figure.js';
import { commandLine } from '../../bench/figures/command-line.js';
import { plot } from '../../bench/plot.js';

it('the command line’s start has its bar in the plot', async () => {
  const [figure] = await commandLine.measure(QUICK);
  expect(figure?.ratio).toBeGreaterThan(1);
  expect(plot([figure!])).toContain('>command</text>');
});
