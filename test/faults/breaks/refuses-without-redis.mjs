import { built, replace } from './built.mjs';

// Breaks "while Redis is away posting goes on": a limit that Redis does not answer for lets nobody through.
const { Limits } = await built('./auth/limits/limits.js');
const { ForumError } = await built('./errors/forum-error.js');
replace(
  Limits.prototype,
  'countHere',
  (countHere) =>
    function (...asked) {
      return this.redis
        ? Promise.reject(new ForumError('overloaded', undefined, undefined, 1))
        : countHere.call(this, ...asked);
    },
);
