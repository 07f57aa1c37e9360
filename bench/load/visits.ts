import { randomBytes } from 'node:crypto';
import { perform } from '../programs.js';
import { prose } from '../prose.js';
import { median } from '../statistics.js';
import { Exchange, type Answered, type Target } from './exchange.js';

/** One reader after another: posts, reads the page (which nobody has read since), a permalink, and the last ten events. */
export type Visits = {
  readonly target: Target;
  readonly thread: string;
  readonly message: string;
  readonly tokens: readonly string[];
  /** Where the thread stands. */
  readonly position: number;
  readonly visits: number;
};
export type Step = 'post' | 'page' | 'context' | 'events';
/** The median of each step, in ms. */
export type VisitsDone = Readonly<Record<Step, number>>;

perform<Visits>(async ({ target, thread, message, tokens, position, visits }) => {
  let settle: (answer: Answered) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const exchange = await Exchange.open(
    target,
    (answer) => settle(answer),
    (error) => fail(error),
  );
  const ask = async (request: string): Promise<number> => {
    const { status, ms } = await new Promise<Answered>((resolve, reject) => {
      settle = resolve;
      fail = reject;
      exchange.send(request);
    });
    if (status !== 200 && status !== 201) throw new Error(`Answered ${status}: ${request}`);
    return ms;
  };
  const host = `Host: ${target.host}:${target.port}\r\n`;
  const get = (path: string) => ask(`GET /api/v1${path} HTTP/1.1\r\n${host}\r\n`);
  const series = randomBytes(6).toString('hex');
  const ms: Record<Step, number[]> = { post: [], page: [], context: [], events: [] };
  for (let visit = 1; visit <= visits; visit += 1) {
    const body = JSON.stringify({ text: `${prose(visit)} (${series}-${visit})` });
    const head =
      `POST /api/v1/threads/${thread}/messages HTTP/1.1\r\n${host}Authorization: Bearer ${tokens[visit % tokens.length]}\r\n` +
      `Idempotency-Key: ${series}-${visit}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    ms.post.push(await ask(head + body));
    ms.page.push(await get(`/threads/${thread}/messages`));
    ms.context.push(await get(`/messages/${message}/context`));
    ms.events.push(await get(`/threads/${thread}/events?after=${position + visit - 10}`));
  }
  exchange.close();
  return {
    post: median(ms.post),
    page: median(ms.page),
    context: median(ms.context),
    events: median(ms.events),
  } satisfies VisitsDone;
});
