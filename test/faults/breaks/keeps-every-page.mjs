import { built, replace } from './built.mjs';

// Breaks "every store has a bound": each page that was made is kept for whoever might ask for it again, as a cache without one does.
const { PageCache } = await built('./messages/pages/page-cache.js');
const kept = new Set();
replace(
  PageCache.prototype,
  'page',
  (page) =>
    async function (...asked) {
      const bytes = await page.apply(this, asked);
      kept.add(bytes);
      return bytes;
    },
);
