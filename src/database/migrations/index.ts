import { Forum1764000000000 } from './0001-forum.js';
import { SiteRevisions1764000000004 } from './0004-site-revisions.js';

/** In the order in which they run. */
export const MIGRATIONS = [Forum1764000000000, SiteRevisions1764000000004];
