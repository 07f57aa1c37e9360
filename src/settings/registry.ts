import { z } from 'zod';
import { ForumError } from '../errors/forum-error.js';
import { FORUM_SETTINGS, type ForumSettings } from './forum-settings.js';
import { SCOPES, type Setting, type SettingScope } from './setting.js';
import { understand, type Stored, type Unusable } from './stored.js';

/** What is set in one place. */
export type Layer = { readonly scope: SettingScope; readonly stored: Stored };
/** A value that holds, and where it was set. */
export type Resolved = { readonly value: unknown; readonly from: SettingScope | 'default' };

/** Knows every setting: what may be set where, and what holds. */
export class SettingsRegistry {
  private readonly settings = new Map<string, Setting>();

  /** @throws Error for a second setting of one name, or a default that its own schema refuses */
  add(setting: Setting): void {
    if (this.settings.has(setting.name)) throw new Error(`Two settings ${setting.name}`);
    if (!setting.schema.safeParse(setting.default).success) throw new Error(`The default of ${setting.name} is none`);
    this.settings.set(setting.name, setting);
  }

  /** Takes a setting out again: for tests, which add one. */
  drop(name: string): void {
    this.settings.delete(name);
  }

  /** All that can be set there, or anywhere. */
  all(scope?: SettingScope): Setting[] {
    return [...this.settings.values()].filter(({ scopes }) => scope === undefined || scopes.includes(scope));
  }

  get(name: string): Setting | undefined {
    return this.settings.get(name);
  }

  /** What holds where these layers do. */
  values(layers: readonly Layer[]): ForumSettings {
    return Object.fromEntries(
      this.all().map((setting) => [setting.name, this.resolve(setting, layers).value]),
    ) as ForumSettings;
  }

  /** What of one holds: by its merge, of all values that are set and that this build understands. */
  resolve({ name, schema, scopes, merge, default: unset }: Setting, layers: readonly Layer[]): Resolved {
    let resolved: Resolved | undefined;
    // A place for which it is not made sets nothing, whatever is stored there.
    const ordered = layers.filter(({ scope, stored }) => scopes.includes(scope) && name in stored).toSorted(byScope);
    for (const { scope, stored } of ordered) {
      const understood = understand(name, schema, stored[name]);
      if (!('value' in understood)) continue;
      const chosen = resolved ? merge.choose(resolved.value, understood.value) : understood.value;
      resolved = resolved && chosen === resolved.value ? resolved : { value: chosen, from: scope };
    }
    return resolved ?? { value: unset, from: 'default' };
  }

  /** What is stored and this build cannot use. Of names that it does not know it says nothing: they are none of its business. */
  unusable(stored: Stored): Unusable[] {
    return this.all().flatMap(({ name, schema }) =>
      name in stored ? understand(name, schema, stored[name]).unusable : [],
    );
  }

  /**
   * What somebody sets, strictly understood.
   * @throws ForumError invalid_request
   */
  checked(set: Stored, scope: SettingScope): Stored {
    const result = this.schema(this.all(scope)).safeParse(set);
    if (!result.success)
      throw new ForumError(
        'invalid_request',
        result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      );
    // Only what was asked for: a schema would fill in the rest.
    return Object.fromEntries(Object.keys(set).map((name) => [name, (result.data as Stored)[name]]));
  }

  /** What one may send: each setting by itself. Made anew each time, since settings are added. */
  schema(
    settings: readonly Setting[] = this.all().filter(({ changedBy }) => changedBy === undefined),
  ): z.ZodType<Stored> {
    const shape = Object.fromEntries(
      settings.map(({ name, schema, help }) => [name, z.optional(schema).describe(String(help))]),
    );
    return z.strictObject(shape);
  }
}

/** From the widest; of two of one scope the order in which they come. */
const byScope = (a: Layer, b: Layer): number => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope);

/** The settings of this forum. */
export const SETTINGS = new SettingsRegistry();
for (const setting of Object.values(FORUM_SETTINGS)) SETTINGS.add(setting as Setting);
