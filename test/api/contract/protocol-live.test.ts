import { describe, expect, it } from '@jest/globals';
import * as events from '../../../src/events/events.schema.js';
import { inboxEvent } from '../../../src/messages/inbox/inbox.schema.js';
import { CLIENT_FRAMES, CLOSE, SERVER_FRAMES } from '../../../src/live/live.schema.js';
import { codes, rows, section, shapeOf, type Shape } from '../../support/protocol.js';
import { shapesOfZod } from './served.js';

const PROTOCOL = 'docs/protocol.md';

describe('docs/protocol.md on the live part', () => {
  const live = section(PROTOCOL, 'Live');
  /** Each frame and event that the section tells, by name: every shape that it is told to have. */
  const told = (pattern: RegExp): Map<string, Shape[]> => {
    const found = new Map<string, Shape[]>();
    for (const code of codes(live.replaceAll('\n', ' '))) {
      const [, name = '', fields = ''] = pattern.exec(code) ?? [];
      if (name === '') continue;
      const shapes = found.get(name) ?? [];
      const shape = shapeOf(fields);
      if (!shapes.some((known) => JSON.stringify(known) === JSON.stringify(shape))) shapes.push(shape);
      found.set(name, shapes);
    }
    return found;
  };

  it('tells of every frame, both ways, and of each what it holds', () => {
    const frames = told(/^(\w+) (\{.*\})$/);
    const real = { ...CLIENT_FRAMES, ...SERVER_FRAMES };
    expect([...frames.keys()].toSorted()).toEqual(Object.keys(real).toSorted());
    for (const [name, schema] of Object.entries(real)) {
      const shapes = shapesOfZod(schema);
      expect([name, frames.get(name)?.map((shape) => Object.keys(shape))]).toEqual([
        name,
        shapes.map((shape) => Object.keys(shape)),
      ]);
    }
    const [from = '', to = ''] = live.split('| to the reader |');
    expect(new Set(rows(from).flatMap(([frame = '']) => codes(frame).map((code) => code.split(' ')[0])))).toEqual(
      new Set(Object.keys(CLIENT_FRAMES)),
    );
    for (const [frame = ''] of rows(to)) expect(Object.keys(SERVER_FRAMES)).toContain(codes(frame)[0]?.split(' ')[0]);
  });

  it('tells of every event, and of each what it holds', () => {
    const happenings = told(/^(\w+\.\w+) (\{.*\})$/);
    const real = [...events.threadEvent.def.options, ...inboxEvent.def.options].map(
      ({ shape }) => [shape.type.value, shapesOfZod(shape.data)] as const,
    );
    expect([...happenings.keys()]).toEqual(real.map(([type]) => type));
    for (const [type, shapes] of real)
      expect([type, happenings.get(type)?.map((shape) => Object.keys(shape))]).toEqual([
        type,
        shapes.map((shape) => Object.keys(shape)),
      ]);
  });

  it('tells of every close code, and of none that is never sent', () => {
    const closing = live.slice(live.indexOf('Closing:'));
    const numbers = (closing.match(/\b(1\d{3}|4\d{3})\b/g) ?? []).map(Number);
    // What ws itself closes with: a frame that is none.
    expect(numbers.toSorted()).toEqual([...Object.values(CLOSE), 1002].toSorted());
  });
});
