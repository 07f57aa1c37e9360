import type { ForumError } from '../../errors/forum-error.js';

/** What a reader sees where there is no forum to see. */
export function ErrorPage({ message, details }: ForumError) {
  const issues = Array.isArray(details) ? (details as readonly { path: string; message: string }[]) : [];
  return (
    <main class="forum">
      <p class="empty">{message}</p>
      {issues.map(({ path, message }) => (
        <p class="note" key={path}>
          {path} {message}
        </p>
      ))}
    </main>
  );
}
