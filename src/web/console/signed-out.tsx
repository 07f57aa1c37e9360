/** The cookie is gone or no longer good; the page behind the link says how to get a new one. */
export function SignedOut() {
  return (
    <main class="whole calm">
      <h1>You are signed out</h1>
      <p>
        <a href="/console">How to sign in</a>
      </p>
    </main>
  );
}
