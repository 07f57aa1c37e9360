import { z } from 'zod';
import { limitQuery } from '../../messages/messages.schema.js';

export const REPORT_REASONS = ['spam', 'abuse', 'off_topic', 'illegal', 'personal_data', 'other'] as const;

export const newReport = z
  .strictObject({ reason: z.enum(REPORT_REASONS), note: z.string().max(1000).optional() })
  .meta({ examples: [{ reason: 'abuse', note: 'He calls her names.' }] });
export type NewReport = z.infer<typeof newReport>;

export const reportView = z
  .object({
    id: z.string(),
    reason: z.enum(REPORT_REASONS),
    note: z.string().nullable(),
    /** The revision of the message that was reported; 0 where nobody kept it. */
    revision: z.int(),
    by: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof reportView>;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** How many open reports there are of each reason. */
export const reportCounts = z.partialRecord(z.enum(REPORT_REASONS), z.int());
export type ReportCounts = z.infer<typeof reportCounts>;

/** What a message said: a former text of it. */
export const formerText = z.object({ revision: z.int(), text: z.string(), html: z.string(), at: z.string() });
export type ReportedText = z.infer<typeof formerText>;

export const reportsQuery = z.strictObject({ limit: limitQuery.optional(), cursor: z.string().max(64).optional() });
export type ReportsQuery = z.infer<typeof reportsQuery>;
export const reportsAnswer = z.object({ reports: z.array(reportView), next: z.string().nullable() });
export type ReportsAnswer = z.infer<typeof reportsAnswer>;

export const revisionsAnswer = z.object({ revisions: z.array(formerText), next: z.string().nullable() });
export type RevisionsAnswer = z.infer<typeof revisionsAnswer>;

export const reportAnswer = z.object({
  report: z.object({ id: z.string(), messageId: z.string(), createdAt: z.string() }),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;
