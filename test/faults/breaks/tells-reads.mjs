import { built, replace } from './built.mjs';

// Breaks nothing: says in the server's log when the log of a thread is read for those who come back.
const { StreamService } = await built('./messages/stream/stream.service.js');
replace(
  StreamService.prototype,
  'since',
  (since) =>
    function (...asked) {
      console.log('READ OF THE LOG');
      return since.apply(this, asked);
    },
);
