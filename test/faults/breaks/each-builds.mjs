import { built, replace } from './built.mjs';

// Breaks "who asks while a page is being made waits for that one": everyone has it made again.
const { PageCache } = await built('./messages/pages/page-cache.js');
replace(
  PageCache.prototype,
  'page',
  () =>
    function (_threadId, _name, make) {
      this.counts.builds += 1;
      return make();
    },
);
