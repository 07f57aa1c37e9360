import type { ErrorCode, ForumError, Issue, IssueCode } from '../../../errors/forum-error.js';
import { language, t } from '../../../i18n/format.js';
import { said } from '../../../i18n/text.js';
import type { Key } from '../../../i18n/keys.js';
import { rich } from '../../ui/rich.js';
import { refusal } from '../words.js';

/** What may have happened, or who can mend it. */
const HINTS: Partial<Record<ErrorCode, Extract<Key, `page.hint.${string}`>>> = {
  route_not_found: 'page.hint.route_not_found',
  thread_not_found: 'page.hint.thread_not_found',
  message_not_found: 'page.hint.message_not_found',
  site_not_found: 'page.hint.site_not_found',
  host_not_allowed: 'page.hint.host_not_allowed',
  origin_not_allowed: 'page.hint.origin_not_allowed',
  invalid_request: 'page.hint.invalid_request',
};

const WRONG = {
  missing: 'page.issue.missing',
  too_short: 'page.issue.too_short',
  too_long: 'page.issue.too_long',
  template_left: 'page.issue.template_left',
  not_valid: 'page.issue.not_valid',
} as const satisfies Record<IssueCode, Key>;

type Said = Parameters<typeof refusal>[0];

/** Where the browser is, and where the forum believes to be. */
type Origins = { readonly seen: string; readonly own: string };

type Props = {
  readonly error: ForumError;
  /** The page of the discussion, where only a part of it is missing. */
  readonly discussion?: string | undefined;
};

/** What a reader sees where there is no forum to see. */
export function ErrorPage({ error, discussion }: Props) {
  const issues = Array.isArray(error.details) ? (error.details as readonly Issue[]).filter(isUnsaid) : [];
  const origins = error.code === 'origin_not_allowed' ? (error.details as Origins | undefined) : undefined;
  const hint = HINTS[error.code];
  const setting = <code>PUBLIC_URL</code>;
  return (
    <main class="forum failed">
      <h1>{refusal(said({ message: error.text, details: error.details }, language()) as Said, 'UTC')}</h1>
      {hint && <p>{t(hint)}</p>}
      {issues.map(({ path, code = 'not_valid' }) => (
        <p key={path}>
          <code>{path}</code> {t(WRONG[code])}
        </p>
      ))}
      {origins && (
        <p>{rich('page.origins', { seen: <code>{origins.seen}</code>, setting, own: <code>{origins.own}</code> })}</p>
      )}
      {error.retryAfter !== undefined && <p>{t('page.again')}</p>}
      {discussion && (
        <p>
          <a href={discussion}>{t('page.whole')}</a>
        </p>
      )}
    </main>
  );
}

/** What has no sentence of its own, which is the page's headline then, and is about a field and not about the whole. */
const isUnsaid = ({ path, sentence }: Issue): boolean => sentence === undefined && path !== '';
