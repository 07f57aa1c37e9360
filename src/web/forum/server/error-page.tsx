import type { ErrorCode, ForumError, Issue } from '../../../errors/forum-error.js';
import { refusal } from '../words.js';

/** What may have happened, or who can mend it. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  route_not_found: 'The link may have been cut short on its way, or what stood here has moved.',
  thread_not_found: 'The link may have been cut short on its way.',
  message_not_found: 'It may have been removed, or the link was cut short on its way.',
  site_not_found: 'For whoever runs this page: the forum’s tag names a site that the forum does not know.',
  host_not_allowed:
    'For whoever runs this page: the forum’s tag names a site to which this page’s host has not been added.',
  origin_not_allowed: 'Nothing that it sent was taken.',
  invalid_request: 'For whoever runs this page: the forum’s tag or this link leaves something out.',
};

/** Where the browser is, and where the forum believes to be. */
type Origins = { readonly seen: string; readonly own: string };

type Props = {
  readonly error: ForumError;
  /** The page of the discussion, where only a part of it is missing. */
  readonly discussion?: string | undefined;
};

/** What a reader sees where there is no forum to see. */
export function ErrorPage({ error, discussion }: Props) {
  const issues = Array.isArray(error.details) ? (error.details as readonly Issue[]) : [];
  const origins = error.code === 'origin_not_allowed' ? (error.details as Origins | undefined) : undefined;
  return (
    <main class="forum failed">
      <h1>{refusal(error, 'UTC')}</h1>
      {HINTS[error.code] && <p>{HINTS[error.code]}</p>}
      {issues.map(({ path, message }) => (
        <p key={path}>
          <code>{path}</code> {message.endsWith('received undefined') ? 'is missing' : message}
        </p>
      ))}
      {origins && (
        <p>
          For whoever runs the forum: this browser is at <code>{origins.seen}</code>, and <code>PUBLIC_URL</code> is{' '}
          <code>{origins.own}</code>. If the browser is right, set <code>PUBLIC_URL</code> to where it is and start the
          forum again. A sign-in link is still good.
        </p>
      )}
      {discussion && (
        <p>
          <a href={discussion}>Show the whole discussion</a>
        </p>
      )}
    </main>
  );
}
