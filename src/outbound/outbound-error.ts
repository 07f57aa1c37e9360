/** Why nothing was fetched. */
export type OutboundProblem =
  'address_not_allowed' | 'not_found' | 'too_many_redirects' | 'not_a_page' | 'too_large' | 'unreachable' | 'too_late';

/** Somebody else's server was not asked, or did not answer as it must. */
export class OutboundError extends Error {
  constructor(
    readonly problem: OutboundProblem,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
