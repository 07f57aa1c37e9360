import { storedJson } from '../database/stored-json.js';
import { queueReason, type QueueReason } from './reasons.schema.js';

/** One that this build cannot read is left out: it must keep nobody from the message, nor from those beside it. */
export const storedReasons = (json: string): QueueReason[] =>
  [storedJson(json)].flat().flatMap((stored) => queueReason.safeParse(stored).data ?? []);
