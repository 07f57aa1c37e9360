/** No cookie, or one that is no longer good: how to get in. */
export function SignedOut() {
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
      <pre>npm run rejoinder -- staff add you@example.org --role moderator</pre>
      <p>
        Signed in already? <a href="/console">Try again</a>
      </p>
    </main>
  );
}
