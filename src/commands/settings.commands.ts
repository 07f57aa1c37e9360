import { language, t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import type { INestApplicationContext } from '@nestjs/common';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { systemActor } from '../auth/actor.js';
import { settingsQuery, type SettingsAnswer, type SettingsQuery } from '../moderation/settings/settings.schema.js';
import { saidSettings } from '../moderation/settings/said-settings.js';
import { SettingsOfPlacesService } from '../moderation/settings/settings-of-places.service.js';
import { fieldOf, shownValue, typedValue, wordsOf, type SettingField } from '../settings/form.js';
import { SETTINGS } from '../settings/registry.js';
import { checked } from './checked.js';
import { UsageError, type Command, type Given, type OptionKind } from './command.js';

const STAFF = systemActor(COMMAND_LINE);
const PLACE: Readonly<Record<string, OptionKind>> = { section: 'once', thread: 'once', member: 'once' };
const IN_PLACE = '[--section PATH | --thread ID | --member ID]';

export const SETTINGS_COMMANDS: readonly Command[] = [
  {
    name: 'settings list',
    takes: `SITE ${IN_PLACE}`,
    does: say('command.settings.list'),
    words: 1,
    options: PLACE,
    run: async (forum, given) => {
      const { settings } = saidSettings(await read(forum, given), language());
      return settings
        .map(({ name, value, from, help }) => `${name}\t${shownValue(value)}\t${from}\t${help}`)
        .join('\n');
    },
  },
  {
    name: 'settings get',
    takes: `SITE NAME ${IN_PLACE}`,
    does: say('command.settings.get'),
    words: 2,
    options: PLACE,
    run: async (forum, given) => {
      const { name } = fieldNamed(given.word(1));
      const setting = (await read(forum, given)).settings.find((one) => one.name === name);
      if (!setting) throw new UsageError(t('command.usage.notThere', { name }));
      return shownValue(setting.value);
    },
  },
  {
    name: 'settings set',
    takes: `SITE NAME VALUE ${IN_PLACE}`,
    does: say('command.settings.set'),
    lists: () => fields().map(lineOf),
    words: 3,
    options: PLACE,
    run: async (forum, given) => {
      const field = fieldNamed(given.word(1));
      const { revision } = await read(forum, given);
      const typed = given.word(2);
      const change =
        typed === 'default'
          ? { settings: {}, unset: [field.name], revision }
          : { settings: { [field.name]: typedValue(field, typed) }, revision };
      const place = { siteId: given.word(), of: placeOf(given) };
      const { value } = await service(forum).change(STAFF, null, place, change);
      const now = value.settings.find(({ name }) => name === field.name);
      return t('command.settings.now', { name: field.name, value: shownValue(now?.value), from: String(now?.from) });
    },
  },
];

const service = (forum: INestApplicationContext) => forum.get(SettingsOfPlacesService, { strict: false });
const read = (forum: INestApplicationContext, given: Given): Promise<SettingsAnswer> =>
  service(forum).read(STAFF, given.word(), placeOf(given));

const fields = (): SettingField[] =>
  SETTINGS.all().map((setting) => ({ ...fieldOf(setting), ...wordsOf(setting, language()) }));

/** @throws UsageError */
function fieldNamed(name: string): SettingField {
  const field = fields().find((one) => one.name === name);
  if (!field) throw new UsageError(t('command.usage.noSetting', { name }));
  return field;
}

/** @throws UsageError for more than one place */
function placeOf(given: Given): SettingsQuery {
  const named = Object.keys(PLACE).flatMap((name) => {
    const value = given.option(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (named.length > 1) throw new UsageError(t('command.usage.onePlace'));
  if (given.option('section')?.startsWith('/') === false) throw new UsageError(t('command.usage.path'));
  return checked(settingsQuery, Object.fromEntries(named));
}

const TYPED = { switch: 'on|off', number: 'N', list: 'A,B,…', text: 'TEXT', group: 'JSON', choice: '' } as const;

/** `newcomerMessages N (messages)` as help shows it. */
function lineOf({ name, kind, choices, nullable, unit, changedBy }: SettingField): string {
  if (changedBy !== undefined) return `  ${t('command.settings.see', { name, command: changedBy })}`;
  const value = choices?.join('|') ?? TYPED[kind];
  return `  ${name} ${value}${nullable ? '|none' : ''}${unit === undefined ? '' : ` (${unit})`}`;
}
