import { killing } from './f01-kill.js';
import { powerLoss } from './f02-power-loss.js';
import { diskFull } from './f04-disk-full.js';
import { locked } from './f05-locked.js';
import { readOnly } from './f06-read-only.js';
import { concurrency } from './f08-concurrency.js';
import { redisDown } from './f09-redis-down.js';
import { redisSick } from './f10-redis-sick.js';
import { postgresDown } from './f11-postgres-down.js';
import { deadlocks } from './f12-deadlocks.js';
import { stalledReaders } from './f13-stalled-readers.js';
import { reconnectStorm } from './f14-reconnect-storm.js';
import { coldHerd } from './f15-herd.js';
import { rollingRestart } from './f16-rolling-restart.js';
import { clockJumps } from './f17-clock.js';
import { backups } from './f20-backup.js';
import { overloaded } from './f21-overload.js';
import { socketAbuse } from './f22-abuse.js';
import { slowHttp } from './f23-slow-http.js';
import { limits } from './f24-limits.js';
import { losingAnswers } from './f26-lost-answers.js';
import { standingStill } from './f27-stall.js';
import { soaking } from './f28-soak.js';
import { rollingUpdate } from './f29-rolling-update.js';
import type { Fault } from './fault.js';

/** Every fault, in the order in which they run. */
export const FAULTS: readonly Fault[] = [
  killing,
  powerLoss,
  diskFull,
  locked,
  readOnly,
  concurrency,
  redisDown,
  redisSick,
  postgresDown,
  deadlocks,
  stalledReaders,
  reconnectStorm,
  coldHerd,
  rollingRestart,
  clockJumps,
  backups,
  overloaded,
  socketAbuse,
  slowHttp,
  limits,
  losingAnswers,
  standingStill,
  soaking,
  rollingUpdate,
];
