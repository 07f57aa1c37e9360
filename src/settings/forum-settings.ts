import { z } from 'zod';
import { ENGLISH, LANGUAGES } from '../i18n/languages.js';
import { addressRules, DEFAULT_RULES, type AddressRules } from '../sites/address-rules.schema.js';
import { defineSetting, nearest, strictest, type ValueOf } from './setting.js';

/** Everything that can be set. A new setting is one more entry here; forms, API and command line have it by themselves. */
export const FORUM_SETTINGS = {
  premoderation: defineSetting<'none' | 'all'>({
    name: 'premoderation',
    schema: z.enum(['none', 'all']),
    default: 'none',
    scopes: ['site', 'section', 'thread'],
    merge: strictest(['none', 'all']),
    label: 'Read before they appear',
    help: 'all: a moderator reads every message before it appears.',
  }),
  newcomerMessages: defineSetting<number>({
    name: 'newcomerMessages',
    schema: z.int().min(0).max(1000),
    default: 2,
    scopes: ['site', 'section', 'thread'],
    merge: nearest(),
    label: 'Messages before links',
    help: 'Links of members with fewer published messages than this are held. 0: never.',
    unit: 'messages',
  }),
  holdAfterReports: defineSetting<number>({
    name: 'holdAfterReports',
    schema: z.int().min(0).max(1000),
    default: 0,
    scopes: ['site'],
    merge: nearest(),
    label: 'Reports that hold a message',
    help: 'Open reports that take a message off the page until a moderator has looked. 0: never.',
    unit: 'reports',
  }),
  messageLength: defineSetting<number | null>({
    name: 'messageLength',
    schema: z.int().min(1).max(20_000).nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: 'Longest message',
    help: 'Characters that a message may have. Without a value: the forum’s MESSAGE_LENGTH.',
    unit: 'characters',
  }),
  editWindow: defineSetting<number | null>({
    name: 'editWindow',
    schema: z.int().min(0).max(31_536_000).nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: 'Time to edit',
    help: 'Seconds in which members may change or take back a message. Without a value: the forum’s EDIT_WINDOW.',
    unit: 'seconds',
  }),
  language: defineSetting<string>({
    name: 'language',
    schema: z.enum(LANGUAGES.map(({ code }) => code)),
    default: ENGLISH,
    scopes: ['site'],
    merge: nearest(),
    label: 'Language',
    help: 'In which its pages are where nobody asks for another.',
  }),
  addresses: defineSetting<AddressRules>({
    name: 'addresses',
    schema: addressRules,
    default: DEFAULT_RULES,
    scopes: ['site'],
    merge: nearest(),
    label: 'Addresses of one article',
    help: 'Which spellings of an address are one article.',
    changedBy: 'site addresses',
  }),
} as const;

/** All of them with the values that hold somewhere. */
export type ForumSettings = { readonly [N in keyof typeof FORUM_SETTINGS]: ValueOf<(typeof FORUM_SETTINGS)[N]> };
