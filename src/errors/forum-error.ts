/**
 * Every code that an answer, on HTTP or on a socket, may carry: its HTTP status and the sentence a person reads.
 * Codes are the contract (docs/protocol.md); sentences may change.
 */
export const ERRORS = {
  invalid_request: [400, 'The request is not valid.'],
  sign_in_required: [401, 'Sign in or give a name first.'],
  not_allowed: [403, 'You are not allowed to do this.'],
  banned: [403, 'You have been banned from this forum.'],
  suspended: [403, 'You are suspended from posting for now.'],
  edit_window_over: [403, 'The time for changing this message is over.'],
  signature_not_valid: [403, 'The signature of this article is not the publisher’s.'],
  origin_not_allowed: [403, 'This page is not one of the forum’s own.'],
  route_not_found: [404, 'There is nothing at this address.'],
  site_not_found: [404, 'There is no such site.'],
  thread_not_found: [404, 'There is no such discussion.'],
  message_not_found: [404, 'There is no such message.'],
  member_not_found: [404, 'There is no such member.'],
  sanction_not_found: [404, 'There is no such sanction.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  conflict: [409, 'This was changed in the meantime. Look at it again.'],
  already_decided: [409, 'Another moderator has already decided this.'],
  thread_closed: [409, 'This discussion is closed.'],
  too_large: [413, 'That is too large.'],
  unsupported_media_type: [415, 'Send JSON: Content-Type: application/json.'],
  refused: [422, 'The message was refused.'],
  name_taken: [422, 'This name looks like that of somebody else here. Please choose another.'],
  host_not_allowed: [422, 'This address does not belong to the site.'],
  idempotency_mismatch: [422, 'This Idempotency-Key was used for another request.'],
  too_fast: [429, 'That was too fast. Wait a moment and try again.'],
  internal: [500, 'Something went wrong on our side. Please try again.'],
  overloaded: [503, 'The forum is busy. Please try again in a moment.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong in the input: where (`text`, `settings.hosts.0`) and what. */
export type Issue = { readonly path: string; readonly message: string };

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
  constructor(
    readonly code: ErrorCode,
    readonly details?: ErrorDetails,
    message: string = ERRORS[code][1],
    /** Seconds after which trying again makes sense; sent as `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ForumError';
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}
