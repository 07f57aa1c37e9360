import { Job } from '../jobs/job.entity.js';
import { Token } from '../auth/tokens/token.entity.js';
import { InboxEventRow } from '../events/inbox/inbox-event.entity.js';
import { InboxHead } from '../events/inbox/inbox-head.entity.js';
import { QueueEventRow } from '../events/queue-event.entity.js';
import { QueueHead } from '../events/queue-head.entity.js';
import { ThreadEventRow } from '../events/thread-event.entity.js';
import { Erasure } from '../members/erasure.entity.js';
import { Credential } from '../identity/credentials/credential.entity.js';
import { ExportChunk } from '../identity/exports/export-chunk.entity.js';
import { Export } from '../identity/exports/export.entity.js';
import { UsedSsoToken } from '../identity/ways/sso/used-sso-token.entity.js';
import { PasskeyChallenge } from '../identity/ways/passkey/passkey-challenge.entity.js';
import { Passkey } from '../identity/ways/passkey/passkey.entity.js';
import { MailCode } from '../identity/ways/mail/mail-code.entity.js';
import { Member } from '../members/member.entity.js';
import { StaffRoleRow } from '../members/staff/staff-role.entity.js';
import { MessageDecision } from '../message-parts/history/message-decision.entity.js';
import { MessageRevision } from '../message-parts/history/message-revision.entity.js';
import { Message } from '../messages/message.entity.js';
import { MessageVerdict } from '../admission/verdicts/message-verdict.entity.js';
import { Vote } from '../message-parts/votes/vote.entity.js';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import { ReportKey } from '../moderation/reports/report-key.entity.js';
import { Report } from '../moderation/reports/report.entity.js';
import { Sanction } from '../members/sanctions/sanction.entity.js';
import { SettingsRow } from '../settings/settings.entity.js';
import { Site } from '../sites/site.entity.js';
import { ThreadAddress } from '../threads/addresses/thread-address.entity.js';
import { SiteSecret } from '../sites/secrets/site-secret.entity.js';
import { SpentProof } from '../admission/proof-of-work/spent-proof.entity.js';
import { Thread } from '../threads/thread.entity.js';
import { MovedMessage } from '../moderation/threads/moved-message.entity.js';
import { IdempotencyRecord } from './writes/idempotency-key.entity.js';

/** Every table. The one place in the database folder that knows the features. */
export const ENTITIES = [
  Site,
  Member,
  Erasure,
  StaffRoleRow,
  Token,
  Credential,
  MailCode,
  UsedSsoToken,
  Passkey,
  PasskeyChallenge,
  Export,
  ExportChunk,
  Thread,
  ThreadEventRow,
  Message,
  MessageRevision,
  MessageDecision,
  MessageVerdict,
  SpentProof,
  Vote,
  Report,
  ReportKey,
  Sanction,
  QueueHead,
  QueueEventRow,
  InboxHead,
  InboxEventRow,
  AuditEntry,
  IdempotencyRecord,
  Job,
  SettingsRow,
  ThreadAddress,
  SiteSecret,
  MovedMessage,
];
