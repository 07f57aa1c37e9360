import { useEffect, useState } from 'preact/hooks';
import type { MeAnswer } from '../../members/members.schema.js';
import { Desk, type DeskState } from './desk.js';

/** The moderator's desk for as long as the console is open, and its state, drawn again at every change. */
export function useDesk(me: MeAnswer): readonly [Desk, DeskState] {
  const [desk] = useState(() => new Desk(me));
  const [, again] = useState(0);
  useEffect(() => {
    const drawAgain = () => again((n) => n + 1);
    // The socket may have spoken between the drawing and this effect.
    drawAgain();
    const stop = desk.listen(drawAgain);
    return () => (stop(), desk.leave());
  }, [desk]);
  return [desk, desk.now];
}
