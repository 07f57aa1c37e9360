import { useEffect } from 'preact/hooks';
import { keepFor } from '../forum/session/storage.js';
import { allDrafts } from './dialogs/drafts.js';

/** No cookie, or one that is no longer good: how to get in. */
export function SignedOut() {
  const drafts = allDrafts();
  useEffect(() => keepFor('moderator', null), []);
  return (
    <main class="whole">
      <p class="wordmark">
        Rejoinder <span>Console</span>
      </p>
      <h1>You are not signed in</h1>
      <p>
        Moderators come in by a one-time link. The owner’s was printed at the first start; whoever runs the forum makes
        another with:
      </p>
      <pre>npm run rejoinder -- staff link you@example.org</pre>
      {drafts.length > 0 && (
        <section aria-label="What you were writing">
          <p>What you were writing is kept in this browser and stands in its field again when you are back:</p>
          <ul class="kept-words">
            {drafts.map(({ about, text }) => (
              <li key={about}>
                <q dir="auto">{text}</q>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        Signed in already? <a href="/console">Try again</a>
      </p>
    </main>
  );
}
