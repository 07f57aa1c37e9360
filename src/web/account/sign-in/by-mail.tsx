import { useState } from 'preact/hooks';
import { serverTime } from '../../forum/session/server-time.js';
import { AskAddress } from './ask-address.js';
import { EnterCode } from './enter-code.js';
import { OtherBrowser } from './other-browser.js';
import { forgetPending, pendingAt, type Pending } from './pending.js';

/**
 * In by mail: an address, then the code that came. `code`: what the link in the mail carried; it counts in the browser that
 * asked for it, and in any other one it is shown, to be typed there.
 */
export function ByMail({ code }: { code: string | null }) {
  const [pending, setPending] = useState<Pending | null>(() => pendingAt(serverTime()));
  const startOver = () => {
    forgetPending();
    setPending(null);
  };
  if (pending) return <EnterCode pending={pending} code={code} onAgain={setPending} onStartOver={startOver} />;
  return (
    <>
      {code !== null && <OtherBrowser code={code} />}
      <AskAddress onAsked={setPending} />
    </>
  );
}
