import { z } from 'zod';
import type { Language } from '../i18n/format.js';
import { english } from '../i18n/languages.js';
import { said } from '../i18n/text.js';
import type { Setting } from './setting.js';

/** What people are told of a setting, in one language. */
export type SettingWords = {
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
  /** By value. */
  readonly labels?: Readonly<Record<string, string>>;
};

export const wordsOf = ({ label, help, unit, labels }: Setting, language: Language): SettingWords =>
  said({ label, help, ...(unit && { unit }), ...(labels && { labels }) }, language) as SettingWords;

/** How a setting is shown and typed: made of its schema, so that a new one has its field by itself. */
export type SettingField = SettingWords & {
  readonly name: string;
  readonly kind: 'choice' | 'switch' | 'number' | 'text' | 'list' | 'group';
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** It may be without a value. */
  readonly nullable: boolean;
  readonly rule: 'nearest' | 'strictest';
  readonly default: unknown;
  /** The command by which it is changed, where that is another. */
  readonly changedBy?: string;
};

type JsonSchema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
};

/** In English; in another language its words are `wordsOf`. */
export function fieldOf(setting: Setting): SettingField {
  const whole = z.toJSONSchema(setting.schema, { io: 'input' }) as JsonSchema;
  const [schema = whole] = whole.anyOf?.filter(({ type }) => type !== 'null') ?? [whole];
  const { name, changedBy, merge } = setting;
  return {
    name,
    ...wordsOf(setting, english()),
    kind: kindOf(schema),
    ...(schema.enum ? { choices: schema.enum.map(String) } : {}),
    ...(schema.minimum === undefined ? {} : { min: schema.minimum }),
    ...(schema.maximum === undefined ? {} : { max: schema.maximum }),
    ...(changedBy === undefined ? {} : { changedBy }),
    nullable: whole.anyOf?.some(({ type }) => type === 'null') ?? false,
    rule: merge.rule,
    default: setting.default,
  };
}

function kindOf({ type, enum: choices }: JsonSchema): SettingField['kind'] {
  if (choices) return 'choice';
  if (type === 'boolean') return 'switch';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'array') return 'list';
  return type === 'object' ? 'group' : 'text';
}

/** What somebody typed, as a value; whether it fits, the schema says. */
export function typedValue({ kind, nullable }: SettingField, typed: string): unknown {
  if (nullable && (typed === '' || typed === 'none')) return null;
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
  if (kind === 'switch') return typed === 'on' ? true : typed === 'off' ? false : typed;
  if (kind === 'list') return typed === '' ? [] : typed.split(',').map((one) => one.trim());
  return typed;
}

/** A value in a line. */
export function shownValue(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
