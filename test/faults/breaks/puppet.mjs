import { built, replace } from './built.mjs';

// Breaks nothing that was promised: gives the harness a hand on what a process cannot help. Told `{ clock: ms }` it lives so
// far from the true time. Told `{ stall: ms }` it stands still for so long at the worst moment: pings have gone out, and when
// it goes on, timers are looked at before the answers that have come. Told `{ hoard: true }` it takes all the memory that it may.
const TrueDate = Date;
let ahead = 0;
let stall = 0;

globalThis.Date = class extends TrueDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [TrueDate.now() + ahead] : parts));
  }

  static now() {
    return TrueDate.now() + ahead;
  }
};

process.on('message', (told) => {
  ahead = told.clock ?? ahead;
  stall = told.stall ?? stall;
  if (told.hoard) setInterval(hoard, 1);
});
process.channel.unref();

const { Heartbeat } = await built('./live/transport/heartbeat.js');
replace(
  Heartbeat.prototype,
  'beat',
  (beat) =>
    function (connection) {
      beat.call(this, connection);
      if (stall > 0) setImmediate(standStill, stall);
      stall = 0;
    },
);

function standStill(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const hoarded = [];
function hoard() {
  hoarded.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
}
