import { z } from 'zod';
import { ENGLISH, LANGUAGES } from '../i18n/languages.js';
import { say } from '../i18n/text.js';
import { addressRules, DEFAULT_RULES, type AddressRules } from '../sites/address-rules.schema.js';
import { isKeysAddress, publicKeyIn } from './public-keys.js';
import { defineSetting, nearest, strictest, type ValueOf } from './setting.js';

/** How tokens of single sign-on may be signed (RFC 7518, RFC 8037). */
export const SSO_ALGORITHMS = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const;
export type SsoAlgorithm = (typeof SSO_ALGORITHMS)[number];

/** Everything that can be set. A new setting is one more entry here; forms, API and command line have it by themselves. */
export const FORUM_SETTINGS = {
  premoderation: defineSetting<'none' | 'all'>({
    name: 'premoderation',
    schema: z.enum(['none', 'all']),
    default: 'none',
    scopes: ['site', 'section', 'thread', 'member'],
    merge: strictest(['none', 'all']),
    label: say('settings.premoderation.label'),
    help: say('settings.premoderation.help'),
    labels: { none: say('settings.premoderation.none'), all: say('settings.premoderation.all') },
  }),
  newcomerMessages: defineSetting<number>({
    name: 'newcomerMessages',
    schema: z.int().min(0).max(1000),
    default: 2,
    scopes: ['site', 'section', 'thread', 'member'],
    merge: nearest(),
    label: say('settings.newcomerMessages.label'),
    help: say('settings.newcomerMessages.help'),
    unit: say('settings.unit.messages'),
  }),
  holdAfterReports: defineSetting<number>({
    name: 'holdAfterReports',
    schema: z.int().min(0).max(1000),
    default: 0,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.holdAfterReports.label'),
    help: say('settings.holdAfterReports.help'),
    unit: say('settings.unit.reports'),
  }),
  messageLength: defineSetting<number | null>({
    name: 'messageLength',
    schema: z.int().min(1).max(20_000).nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.messageLength.label'),
    help: say('settings.messageLength.help'),
    unit: say('settings.unit.characters'),
  }),
  editWindow: defineSetting<number | null>({
    name: 'editWindow',
    schema: z.int().min(0).max(31_536_000).nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.editWindow.label'),
    help: say('settings.editWindow.help'),
    unit: say('settings.unit.seconds'),
  }),
  guestProof: defineSetting<'off' | 'busy' | 'always'>({
    name: 'guestProof',
    schema: z.enum(['off', 'busy', 'always']),
    default: 'off',
    scopes: ['site', 'section', 'thread'],
    merge: strictest(['off', 'busy', 'always']),
    label: say('settings.guestProof.label'),
    help: say('settings.guestProof.help'),
    labels: {
      off: say('settings.guestProof.off'),
      busy: say('settings.guestProof.busy'),
      always: say('settings.guestProof.always'),
    },
  }),
  mailSignIn: defineSetting<boolean>({
    name: 'mailSignIn',
    schema: z.boolean(),
    default: true,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.mailSignIn.label'),
    help: say('settings.mailSignIn.help'),
  }),
  ssoSignIn: defineSetting<boolean>({
    name: 'ssoSignIn',
    schema: z.boolean(),
    default: false,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoSignIn.label'),
    help: say('settings.ssoSignIn.help'),
  }),
  ssoAlgorithms: defineSetting<SsoAlgorithm[]>({
    name: 'ssoAlgorithms',
    schema: z.array(z.enum(SSO_ALGORITHMS)).min(1).max(SSO_ALGORITHMS.length),
    default: ['HS256'],
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoAlgorithms.label'),
    help: say('settings.ssoAlgorithms.help'),
  }),
  ssoIssuer: defineSetting<string | null>({
    name: 'ssoIssuer',
    schema: z
      .string()
      .regex(/^[\w.:/-]{1,200}$/, 'must be letters, digits and . : / -')
      .nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoIssuer.label'),
    help: say('settings.ssoIssuer.help'),
  }),
  ssoKeys: defineSetting<string | null>({
    name: 'ssoKeys',
    schema: z.string().max(2_000).refine(isKeysAddress, 'must be an address that begins with https://').nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoKeys.label'),
    help: say('settings.ssoKeys.help'),
  }),
  ssoPublicKey: defineSetting<string | null>({
    name: 'ssoPublicKey',
    schema: z
      .string()
      .max(4_000)
      .refine(
        (text) => publicKeyIn(text) !== null,
        'must be a public key (PEM: RSA of 2048 bits or more, P-256, Ed25519)',
      )
      .nullable(),
    default: null,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoPublicKey.label'),
    help: say('settings.ssoPublicKey.help'),
  }),
  ssoRoles: defineSetting<boolean>({
    name: 'ssoRoles',
    schema: z.boolean(),
    default: false,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoRoles.label'),
    help: say('settings.ssoRoles.help'),
  }),
  ssoBadges: defineSetting<string[]>({
    name: 'ssoBadges',
    schema: z.array(z.string().regex(/^\p{L}[\p{L}\p{M}\p{N} -]{1,29}$/u, 'must be a word or two')).max(20),
    default: [],
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.ssoBadges.label'),
    help: say('settings.ssoBadges.help'),
  }),
  language: defineSetting<string>({
    name: 'language',
    schema: z.enum(LANGUAGES.map(({ code }) => code)),
    default: ENGLISH,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.language.label'),
    help: say('settings.language.help'),
    labels: Object.fromEntries(LANGUAGES.map(({ code, name }) => [code, name])),
  }),
  addresses: defineSetting<AddressRules>({
    name: 'addresses',
    schema: addressRules,
    default: DEFAULT_RULES,
    scopes: ['site'],
    merge: nearest(),
    label: say('settings.addresses.label'),
    help: say('settings.addresses.help'),
    changedBy: 'site addresses',
  }),
} as const;

/** All of them with the values that hold somewhere. */
export type ForumSettings = { readonly [N in keyof typeof FORUM_SETTINGS]: ValueOf<(typeof FORUM_SETTINGS)[N]> };
