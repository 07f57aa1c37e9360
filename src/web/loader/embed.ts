import { fillCounts } from './counts.js';
import { openForum, type ForumFrame } from './forum-frame.js';
import { seldom, quiet } from './quiet.js';

/**
 * What a publisher's tag runs: `<rejoinder-forum site="SITE">` becomes a forum, and counts are filled.
 * The forum's address is wherever this script came from; a second copy of it does nothing.
 *
 * The element dispatches `rejoinder:ready` and `rejoinder:count` (`detail.count`); both bubble.
 */
quiet(() => {
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[src*="/embed.js"]');
  if (!script || customElements.get('rejoinder-forum')) return;

  const base = new URL('.', script.src).href;
  const setCount = fillCounts(base, script.getAttribute('data-rejoinder-site'));

  customElements.define(
    'rejoinder-forum',
    class extends HTMLElement {
      static observedAttributes = ['site', 'url', 'key', 'theme', 'sso-token'];
      forum: ForumFrame | undefined;

      connectedCallback(): void {
        quiet(() => (this.forum = openForum(this, base, setCount)))();
      }

      disconnectedCallback(): void {
        quiet(() => this.forum?.stop())();
        this.forum = undefined;
      }

      /** Several attributes set one after the other, as frameworks do, are one change. */
      changed = seldom(() => this.forum?.changed());
      attributeChangedCallback(): void {
        this.changed();
      }
    },
  );
})();
