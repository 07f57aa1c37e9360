import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { Ears } from './followers.js';

/** How late followers hear of things: ms from the commit's time to the arrival of its event, of the same machine's clock. */
export class Listening implements Ears {
  private delays: number[] = [];

  readonly heard = ({ at }: ThreadEvent): void => {
    this.delays.push(Date.now() - Date.parse(at));
  };

  /** What was heard since the last turn. */
  turn(): readonly number[] {
    const { delays } = this;
    this.delays = [];
    return delays;
  }
}
