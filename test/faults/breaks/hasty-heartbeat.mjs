import { built, replace } from './built.mjs';

/** ms in which a ping has to be answered, by a timer that knows nothing of a process that stood still. */
const SOON = 900;

// Breaks "sockets survive a process that stood still": the timer of a ping is looked at before the answers that came meanwhile.
const { Connection } = await built('./live/transport/connection.js');
replace(
  Connection.prototype,
  'ping',
  (ping) =>
    function () {
      ping.call(this);
      setTimeout(() => this.silence > 0 && this.terminate(), SOON).unref();
    },
);
