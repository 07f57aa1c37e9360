import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Step, Visits, VisitsDone } from '../load/visits.js';
import { Program } from '../programs.js';
import { threadAt } from '../reading.js';
import type { Plan } from '../seed.js';
import { million } from '../seed.js';
import { paired } from '../statistics.js';

const STEPS: readonly Step[] = ['page', 'post', 'context', 'events'];
const VISITS = 60;
const SMALLEST: Plan = { messages: 100, members: 1_024 };

/** What each step of a visit takes in forums of different sizes; the limit is the smallest. ms, medians of single requests. */
export const growth: Measurement = {
  name: 'growth',
  async measure(scale) {
    const plans: Readonly<Record<string, Plan>> = {
      '10k': { messages: scale.quick ? 200 : 10_000, members: 1_024 },
      '100k': { messages: scale.quick ? 500 : 100_000, members: 1_024 },
      '1m': million(scale),
      '100k-threads': { messages: 100, threads: scale.quick ? 100 : 100_000, others: 2, members: 1_024 },
    };
    const visits = await Program.start<Visits>('load/visits.ts', 'load');
    const smallest = await Forum.start(SMALLEST);
    const forums: (readonly [string, Forum])[] = [];
    try {
      for (const [size, plan] of Object.entries(plans)) forums.push([size, await Forum.start(plan)]);
      const visit = async ({ target, seeded }: Forum) => {
        const { position } = await threadAt(target, seeded.thread);
        return visits.ask<VisitsDone>({ ...seeded, target, position, visits: scale.quick ? 12 : VISITS });
      };
      for (const forum of [smallest, ...forums.map(([, forum]) => forum)]) await visit(forum);
      const rounds: { small: VisitsDone; grown: Readonly<Record<string, VisitsDone>> }[] = [];
      for (let round = 0; round < scale.pairs; round += 1) {
        const small = await visit(smallest);
        const grown: Record<string, VisitsDone> = {};
        for (const [size, forum] of forums) grown[size] = await visit(forum);
        rounds.push({ small, grown });
      }
      const figure = (step: Step, size: string): Figure => ({
        name: `growth.${step}.${size}`,
        unit: 'ms',
        better: 'lower',
        ...paired(
          rounds.map(({ small, grown }) => ({ subject: grown[size]?.[step] ?? Number.NaN, limit: small[step] })),
        ),
      });
      return STEPS.flatMap((step) => Object.keys(plans).map((size) => figure(step, size)));
    } finally {
      await visits.stop();
      for (const forum of [smallest, ...forums.map(([, forum]) => forum)]) await forum.end();
    }
  },
};
