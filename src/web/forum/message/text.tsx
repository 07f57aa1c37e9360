import { trusted } from '../../ui/trusted.js';
import { memo } from './memo.js';

/** What somebody wrote, as the server renders it. Drawn again only when it is another text: a selection in it stays. */
export const Text = memo(({ html }: { readonly html: string }) => (
  <div class="text" dir="auto" dangerouslySetInnerHTML={{ __html: trusted(html) }} />
));
