import { language, t } from '../../i18n/format.js';
import type { ErrorBody, ErrorCode, ErrorDetails } from '../../errors/forum-error.js';
import type { MeAnswer } from '../../members/members.schema.js';
import type { ContextAnswer } from '../../messages/messages.schema.js';
import type {
  NewPasskey,
  PasskeyOptions,
  PasskeyProof,
  PasskeysAnswer,
  PasskeySignedIn,
} from '../../identity/ways/passkey/passkey.schema.js';
import type { SsoCheck, SsoSetup } from '../../identity/ways/sso/sso.schema.js';
import type { AddressesAnswer, SitesAnswer } from '../../moderation/addresses/addresses.schema.js';
import type { SettingsAnswer, SettingsQuery } from '../../moderation/settings/settings.schema.js';
import type { DecisionAnswer, NewDecision } from '../../moderation/decisions/decisions.schema.js';
import type { QueueAnswer, QueueItem, QueueKind } from '../../moderation/queue/queue.schema.js';
import type { LogAnswer, MemberRecord } from '../../moderation/records/records.schema.js';
import type { ReportsAnswer, RevisionsAnswer } from '../../moderation/reports/reports.schema.js';
import type { NewSanction, SanctionView } from '../../moderation/sanctions/sanctions.schema.js';
import type { FoundMembers, FoundThreads, SearchAnswer } from '../../moderation/search/search.schema.js';
import type { ThreadAnswer, ThreadDetails } from '../../moderation/threads/thread-acts.schema.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';
import type { ThreadState } from '../../threads/threads.schema.js';
import { searchParameters, type Search } from './search/search.js';

/** A refusal of the server in its own words, or `offline` where no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | 'offline',
    message: string,
    readonly details?: ErrorDetails,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** What the console asks of the server: the public API and nothing else. The cookie says who asks. */
export const api = {
  me: () => call<MeAnswer>('GET', '/me'),

  queue: (kind: QueueKind, search: Search, cursor: string | null, limit: number) =>
    call<QueueAnswer>(
      'GET',
      `/moderation/queue?${query({ kind, ...searchParameters(search, Date.now()), cursor, limit: String(limit) })}`,
    ),

  /** Any message of one's sites; an answer may be empty and go on. */
  findMessages: (words: string, cursor: string | null) =>
    call<SearchAnswer>('GET', `/moderation/search?${query({ words: words || null, cursor, limit: '30' })}`),

  findThreads: (words: string, cursor: string | null) =>
    call<FoundThreads>('GET', `/moderation/threads?${query({ words: words || null, cursor, limit: '30' })}`),

  findMembers: (words: string, cursor: string | null) =>
    call<FoundMembers>('GET', `/moderation/members?${query({ words: words || null, cursor, limit: '30' })}`),

  context: (messageId: string) => call<ContextAnswer>('GET', `/messages/${messageId}/context`),

  /** Any message of one's sites, with its place and what is reported of it. */
  item: (messageId: string) => call<QueueItem>('GET', `/moderation/messages/${messageId}`),

  /** Any message of a discussion, the latest first; an answer may be empty and go on. */
  messages: (threadId: string, cursor: string | null) =>
    call<SearchAnswer>('GET', `/moderation/search?${query({ thread: threadId, cursor, limit: '30' })}`),

  reports: (messageId: string, cursor: string | null) =>
    call<ReportsAnswer>('GET', `/moderation/messages/${messageId}/reports?${query({ cursor, limit: '50' })}`),

  /** What the message said before each change of its author's. */
  revisions: (messageId: string, cursor: string | null) =>
    call<RevisionsAnswer>('GET', `/moderation/messages/${messageId}/revisions?${query({ cursor })}`),

  /** A discussion with all by which it is found, also where it is gone. */
  thread: (threadId: string) => call<ThreadDetails>('GET', `/moderation/threads/${threadId}`),

  member: (memberId: string) => call<MemberRecord>('GET', `/moderation/members/${memberId}`),

  decide: (messageId: string, decision: NewDecision) =>
    call<DecisionAnswer>('POST', `/moderation/messages/${messageId}/decisions`, decision),

  setThreadState: (threadId: string, state: ThreadState, reason?: string) =>
    call<ThreadAnswer>('PATCH', `/moderation/threads/${threadId}`, { state, reason }),

  renameThread: (threadId: string, names: ThreadNames) =>
    call<ThreadAnswer>('PATCH', `/moderation/threads/${threadId}`, names),

  mergeThread: (threadId: string, into: string, reason: string) =>
    call<ThreadAnswer>('POST', `/moderation/threads/${threadId}/merge`, { into, ...(reason && { reason }) }),

  deleteThread: (threadId: string) => call<ThreadAnswer>('DELETE', `/moderation/threads/${threadId}`),

  lookAtPage: (threadId: string) => call<ThreadDetails>('POST', `/moderation/threads/${threadId}/look`),

  /** Takes back what an entry of the log says was done to a discussion. */
  undoThread: (entry: string) => call<ThreadAnswer>('POST', `/moderation/log/${entry}/undo`),

  /** The sites that one administers, with their rules of addresses, and those that one moderates. */
  sites: () => call<SitesAnswer>('GET', '/moderation/sites'),

  previewAddresses: (siteId: string, addresses: AddressRules) =>
    call<AddressesAnswer>('POST', `/moderation/sites/${siteId}/addresses/preview`, { addresses }),

  changeAddresses: (siteId: string, addresses: AddressRules, revision: number) =>
    call<AddressesAnswer>('PUT', `/moderation/sites/${siteId}/addresses`, { addresses, revision }),

  /** Everything that can be set for a site, or for a section, a discussion or a member of it. */
  settings: (siteId: string, of: SettingsQuery) =>
    call<SettingsAnswer>('GET', `/moderation/sites/${siteId}/settings?${query(of)}`),

  changeSettings: (
    siteId: string,
    of: SettingsQuery,
    change: {
      readonly settings: Readonly<Record<string, unknown>>;
      readonly unset: string[];
      readonly revision: number;
    },
  ) => call<SettingsAnswer>('PATCH', `/moderation/sites/${siteId}/settings?${query(of)}`, change),

  /** By which one signs in. */
  passkeys: () => call<PasskeysAnswer>('GET', '/me/passkeys'),
  passkeyToMake: () => call<PasskeyOptions>('POST', '/me/passkeys/options'),
  addPasskey: (passkey: NewPasskey) => call<PasskeysAnswer>('POST', '/me/passkeys', passkey),
  removePasskey: (id: string) => call<PasskeysAnswer>('DELETE', `/me/passkeys/${id}`),
  passkeyToSignInBy: () => call<PasskeyOptions>('POST', '/sign-in/passkey/options'),
  signInByPasskey: (proof: PasskeyProof) => call<PasskeySignedIn>('POST', '/sign-in/passkey/verify', proof),

  /** What it takes to sign a site's own readers in. */
  sso: (siteId: string) => call<SsoSetup>('GET', `/sites/${siteId}/sso`),

  /** What is wrong with a token; it is neither used up nor kept. */
  checkSso: (siteId: string, token: string) => call<SsoCheck>('POST', `/sites/${siteId}/sso/check`, { token }),

  sanction: (memberId: string, sanction: NewSanction) =>
    call<SanctionView>('POST', `/moderation/members/${memberId}/sanctions`, sanction),

  lift: (sanctionId: string) => call<SanctionView>('DELETE', `/moderation/sanctions/${sanctionId}`),

  log: (cursor?: string | null) => call<LogAnswer>('GET', `/moderation/log?${query({ cursor, limit: '50' })}`),
};

export type ConsoleApi = typeof api;

/** What is to be changed of a discussion's names; `title` '': what the article's page says. */
export type ThreadNames = {
  readonly title?: string;
  readonly url?: string;
  readonly key?: string;
  readonly reason?: string;
};

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await send(method, path, body);
  if (response.ok) return (await response.json()) as Answer;
  throw await refusal(response);
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'accept-language': language().code },
  };
  if (method !== 'GET') {
    // A decision outlives the tab: a moderator who closes it right after the key has still decided.
    init.keepalive = true;
    init.headers = { ...init.headers, 'idempotency-key': randomKey() };
  }
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  try {
    return await fetch(`/api/v1${path}`, init);
  } catch {
    throw new ApiError('offline', t('console.unreachable'));
  }
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    return new ApiError(error.code, error.message, error.details);
  } catch {
    return new ApiError('internal', t('console.answered', { status: String(response.status) }));
  }
}

function query(parameters: Record<string, string | null | undefined>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] != null);
  return new URLSearchParams(given).toString();
}

/** 128 random bits; `crypto.randomUUID` is missing on plain-http hosts other than localhost. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
