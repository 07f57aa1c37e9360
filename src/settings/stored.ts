import { z } from 'zod';

/** Values by name as they are stored, whichever build wrote them. */
export type Stored = Readonly<Record<string, unknown>>;

/** A stored value that this build cannot use: the default holds, and what is stored stays as it is. */
export type Unusable = { readonly name: string; readonly stored: unknown };

export const isRecord = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was stored by this build, an older or a newer one. What cannot be read at all is empty. */
export function storedIn(json: string): Stored {
  try {
    const stored: unknown = JSON.parse(json);
    return isRecord(stored) ? { ...stored } : {};
  } catch {
    return {};
  }
}

/** What is set anew over what was stored: within a group, too, what only another build knows stays. `undefined` takes a value away. */
export function withValues(stored: Stored, set: Stored): Stored {
  const entries = Object.entries({ ...stored, ...set }).map(([name]) => {
    if (!(name in set)) return [name, stored[name]] as const;
    const [before, value] = [stored[name], set[name]];
    return [name, isRecord(before) && isRecord(value) ? withValues(before, value) : value] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A stored value as this build understands it; of a group each member for itself, and the rest by their defaults. */
export function understand(
  name: string,
  schema: z.ZodType,
  stored: unknown,
): { readonly value?: unknown; readonly unusable: readonly Unusable[] } {
  if (!(schema instanceof z.ZodObject) || !isRecord(stored)) {
    const understood = schema.safeParse(stored);
    return understood.success ? { value: understood.data, unusable: [] } : { unusable: [{ name, stored }] };
  }
  const unusable: Unusable[] = [];
  const usable: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(stored)) {
    const inner: unknown = Object.hasOwn(schema.shape, member) ? schema.shape[member] : undefined;
    if (!(inner instanceof z.ZodType)) continue;
    if (inner.safeParse(value).success) usable[member] = value;
    else unusable.push({ name: `${name}.${member}`, stored: value });
  }
  return { value: schema.parse(usable), unusable };
}
