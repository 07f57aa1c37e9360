import { fullTime } from '../../ui/time.js';
import { barredBy } from '../state/state.js';
import { ended } from '../words.js';
import { useForum } from '../state/store.js';

/** In place of the form, before a word is written in vain: what keeps the reader from writing, why, and until when. */
export function Barred() {
  const sanction = useForum(barredBy);
  if (!sanction) return null;
  const { kind, reason, until } = sanction;
  return (
    <p class="note closed" role="status">
      <b>{kind === 'ban' ? 'You have been banned from this forum.' : 'You are suspended from posting for now.'}</b>
      {until && ` It ends on ${fullTime(until)}.`}
      {reason && (
        <>
          {' Reason: '}
          <bdi>{ended(reason)}</bdi>
        </>
      )}{' '}
      Everything can be read.
    </p>
  );
}
