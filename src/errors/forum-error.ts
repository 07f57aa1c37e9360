import { say, type Text } from '../i18n/text.js';

/**
 * Every code that an answer, on HTTP or on a socket, may carry, and its HTTP status. Codes are the contract
 * (docs/protocol.md). The sentence that a person reads is `error.CODE` in the catalogues, and may change.
 */
export const ERRORS = {
  invalid_request: 400,
  sign_in_required: 401,
  sso_token_malformed: 401,
  sso_header_not_allowed: 401,
  sso_algorithm_not_allowed: 401,
  sso_key_not_found: 401,
  sso_signature_not_valid: 401,
  sso_claim_not_valid: 401,
  sso_wrong_issuer: 401,
  sso_wrong_audience: 401,
  sso_token_expired: 401,
  sso_token_early: 401,
  sso_token_too_long: 401,
  sso_token_used: 401,
  sso_off: 403,
  not_allowed: 403,
  may_not_comment: 403,
  banned: 403,
  suspended: 403,
  edit_window_over: 403,
  role_held: 403,
  signature_not_valid: 403,
  origin_not_allowed: 403,
  route_not_found: 404,
  site_not_found: 404,
  thread_not_found: 404,
  message_not_found: 404,
  member_not_found: 404,
  sanction_not_found: 404,
  session_not_found: 404,
  passkey_not_found: 404,
  export_not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_decided: 409,
  thread_closed: 409,
  too_large: 413,
  unsupported_media_type: 415,
  refused: 422,
  name_taken: 422,
  code_not_valid: 422,
  passkey_not_valid: 422,
  host_not_allowed: 422,
  idempotency_mismatch: 422,
  proof_not_valid: 422,
  proof_required: 428,
  too_fast: 429,
  internal: 500,
  overloaded: 503,
  export_unavailable: 503,
  sso_keys_unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERRORS;

/** What a schema finds wrong with a field. */
export type IssueCode = 'missing' | 'too_short' | 'too_long' | 'template_left' | 'not_valid';

/** One thing that is wrong in the input: where (`text`, `settings.hosts.0`) and what. */
export type Issue = {
  readonly path: string;
  /** What is wrong, for our own pages to say in whatever language: no part of an answer. */
  readonly code?: IssueCode;
  /** For whoever writes the program that sent it: English, and no whole sentence. */
  readonly message: string;
  /** The same for whoever typed it: `The name must not be an address.` Where it is missing, no form of ours sends the like. */
  readonly sentence?: string | Text;
};

/** What a refusal can tell beside its code: `retryAfter` in seconds, the rule that refused, the issues of bad input. */
export type ErrorDetails = readonly Issue[] | Readonly<Record<string, unknown>>;

/** The body of every error answer. */
export type ErrorBody = {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly requestId: string;
    readonly details?: ErrorDetails;
  };
};

/** The one error that the forum raises on purpose. It knows nothing of HTTP beyond the table above. */
export class ForumError extends Error {
  /** What a person is told: said in the language of whoever asked. */
  readonly text: Text;

  constructor(
    readonly code: ErrorCode,
    readonly details?: ErrorDetails,
    text: Text = say(`error.${code}`),
    /** Seconds after which trying again makes sense; sent as `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(String(text));
    this.name = 'ForumError';
    this.text = text;
  }

  get status(): number {
    return ERRORS[this.code];
  }
}
