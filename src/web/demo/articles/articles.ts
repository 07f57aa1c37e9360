import { allotments } from './allotments.js';
import type { Article } from './article.js';
import { bridge } from './bridge.js';
import { library } from './library.js';
import { nightBus } from './night-bus.js';

/** This week's newspaper; the first is the lead. */
export const articles: readonly [Article, ...Article[]] = [bridge, nightBus, library, allotments];
