import { z } from 'zod';

const scope = z.enum(['site', 'section', 'thread', 'member']);

/** Which part of a site; none: the whole. */
export const settingsQuery = z
  .strictObject({
    section: z
      .string()
      .max(200)
      .regex(/^\/[^?#\s]*$/, 'must be a path, as /sport')
      .optional(),
    thread: z.string().min(1).max(64).optional(),
    member: z.string().min(1).max(64).optional(),
  })
  .refine((one) => Object.values(one).filter((value) => value !== undefined).length <= 1, 'names one place at most');
export type SettingsQuery = z.infer<typeof settingsQuery>;

const settingView = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(['choice', 'switch', 'number', 'text', 'list', 'group']),
  choices: z.array(z.string()).optional(),
  /** What the choices are called. */
  labels: z.record(z.string(), z.string()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().optional(),
  nullable: z.boolean(),
  rule: z.enum(['nearest', 'strictest']),
  /** Another way by which it is changed. */
  changedBy: z.string().optional(),
  default: z.unknown(),
  /** What holds there. */
  value: z.unknown(),
  /** Where that was set. */
  from: z.enum(['default', ...scope.options]),
  /** What is set in this place itself; absent where nothing is. */
  own: z.unknown().optional(),
});
export type SettingView = z.infer<typeof settingView>;

/** Every setting that can be set in a place, and what holds. `revision` goes with a change, so that nobody overwrites another's. */
export const settingsAnswer = z.object({ scope, revision: z.int(), settings: z.array(settingView) });
export type SettingsAnswer = z.infer<typeof settingsAnswer>;
