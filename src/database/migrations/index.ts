import { Forum1764000000000 } from './0001-forum.js';
import { ThreadAddresses1764000000002 } from './0002-thread-addresses.js';
import { Moderation1764000000003 } from './0003-moderation.js';
import { SiteRevisions1764000000004 } from './0004-site-revisions.js';
import { Erasures1764000000006 } from './0006-erasures.js';
import { ReportKeys1764000000013 } from './0013-report-keys.js';
import { Jobs1764000000014 } from './0014-jobs.js';
import { ThreadDetails1764000000027 } from './0027-thread-details.js';
import { Settings1764000000028 } from './0028-settings.js';
import { MessageVerdicts1764000000029 } from './0029-message-verdicts.js';
import { Inboxes1764000000030 } from './0030-inboxes.js';
import { Sessions1764000000031 } from './0031-sessions.js';
import { Credentials1764000000032 } from './0032-credentials.js';
import { Entitlements1764000000035 } from './0035-entitlements.js';
import { SpentProofs1764000000040 } from './0040-spent-proofs.js';
import { ErasureMessages1764000000045 } from './0045-erasure-messages.js';
import { Passkeys1764000000050 } from './0050-passkeys.js';
import { Exports1764000000051 } from './0051-exports.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  Forum1764000000000,
  ThreadAddresses1764000000002,
  Moderation1764000000003,
  SiteRevisions1764000000004,
  Erasures1764000000006,
  ReportKeys1764000000013,
  Jobs1764000000014,
  ThreadDetails1764000000027,
  Settings1764000000028,
  MessageVerdicts1764000000029,
  Inboxes1764000000030,
  Sessions1764000000031,
  Credentials1764000000032,
  Entitlements1764000000035,
  SpentProofs1764000000040,
  ErasureMessages1764000000045,
  Passkeys1764000000050,
  Exports1764000000051,
];
