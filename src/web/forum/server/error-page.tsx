import type { ErrorCode, ForumError, Issue } from '../../../errors/forum-error.js';
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
  const hint = HINTS[error.code];
  const setting = <code>PUBLIC_URL</code>;
  return (
    <main class="forum failed">
      <h1>{refusal({ message: said(error.text, language()) as string, details: error.details }, 'UTC')}</h1>
      {hint && <p>{t(hint)}</p>}
      {issues.map(({ path, message }) => (
        <p key={path}>
          <code>{path}</code> {message.endsWith('received undefined') ? t('page.missing') : message}
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
