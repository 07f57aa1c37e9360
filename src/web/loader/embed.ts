import { countsOf } from './counts.js';
import { openForum, type ForumFrame, type Said } from './forum-frame.js';
import { takeToken } from './host-settings.js';
import { quiet, seldom, warn } from './quiet.js';

/** ms between two looks at what no browser tells of: a background that changed, an address in one without `navigation`. */
const LOOK_AGAIN = 1000;

/**
 * What a publisher's tag runs: `<rejoinder-forum site="SITE">` becomes a forum, and counts are filled.
 * The forum's address is what `forum` says, else wherever this script came from; a second copy of it does nothing.
 *
 * The element dispatches `rejoinder:ready` and `rejoinder:count` (`detail.count`); both bubble.
 */
quiet(() => {
  if (customElements.get('rejoinder-forum')) return;
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[src*="/embed.js"]');

  const said: Said = (element, name) => {
    for (const one of [element, script, document.querySelector('rejoinder-forum')]) {
      const value = one?.getAttribute(`data-rejoinder-${name}`) || one?.getAttribute(name);
      if (value) return value;
    }
    if (name === 'site') return 'default';
    // Where it was put into another script, that one came from the publisher.
    return /.*\/embed\.js/.exec(script?.src ?? '')?.[0] ?? warn('no forum without forum="https://…"');
  };
  const counts = countsOf(said);
  const forums = new Set<ForumFrame>();
  const all = (step: (forum: ForumFrame) => void) => () => forums.forEach(quiet(step));
  const postViewport = seldom(
    all((forum) => forum.postViewport()),
    16,
  );
  const look = seldom(() => {
    if (document.hidden) return;
    all((forum) => forum.look())();
    counts.fill();
    postViewport();
  }, 100);

  const observer = new MutationObserver(look);

  customElements.define(
    'rejoinder-forum',
    class extends HTMLElement {
      declare forum?: ForumFrame;

      connectedCallback(): void {
        quiet(() => {
          forums.add((this.forum = openForum(this, said, counts.set, look)));
          // Whatever its tag says; several attributes set one after the other, as frameworks do, are one change.
          observer.observe(this, { attributes: true });
        })();
      }

      disconnectedCallback(): void {
        this.forum?.stop();
        forums.delete(this.forum!);
      }
    },
  );

  const signIn = (token: string): void => {
    takeToken(token);
    look();
  };
  (window as { rejoinder?: unknown }).rejoinder = { signIn, signOut: () => signIn('') };

  const on = (event: string, step: (event: never) => void): void =>
    addEventListener(event, step as EventListener, true);
  on('message', (event: MessageEvent) => all((forum) => forum.onMessage(event))());
  on('scroll', postViewport);
  on('resize', postViewport);
  // A picture above has come.
  on('load', postViewport);
  on(
    'hashchange',
    all((forum) => forum.reveal()),
  );
  (window as { navigation?: EventTarget }).navigation?.addEventListener('currententrychange', look);
  observer.observe(document, { childList: true, subtree: true });
  setInterval(look, LOOK_AGAIN);
  look();
})();
