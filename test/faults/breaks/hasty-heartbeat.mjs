import { built, replace } from './built.mjs';

/** ms in which a ping has to be answered, by a timer that knows nothing of a process that stood still. */
const SOON = 900;

// Breaks "sockets survive a process that stood still": the timer of a ping is looked at before the answers that came meanwhile.
const { Heartbeat } = await built('./live/transport/heartbeat.js');
replace(
  Heartbeat.prototype,
  'beat',
  (beat) =>
    function (connection) {
      beat.call(this, connection);
      setTimeout(() => connection.silence > 0 && connection.terminate(), SOON).unref();
    },
);
