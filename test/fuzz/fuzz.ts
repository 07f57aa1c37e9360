import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import type { Route } from '../support/routes.js';
import { frames, requests, type ActorName, type Case, type FrameCase, type Ids, type RequestCase } from './cases.js';

/** A forum that is running, and people who can do everything there, made anew now and then: what they may do to each other they do. */
export type World = {
  readonly url: string;
  readonly routes: readonly Route[];
  people(): Promise<{ readonly tokens: Readonly<Record<ActorName, string | null>>; readonly ids: Ids }>;
};

export type Outcome = {
  cases: number;
  /** By status, and for frames by what was answered. */
  readonly answers: Map<string, number>;
  /** Each with the seed and the number of the case in it. */
  readonly failures: string[];
};

/** Cases of one seed: then there are other people and things. */
const BATCH = 500;
const AT_ONCE = 24;
/** ms in which everything is answered. */
const PATIENCE = 20_000;
/** Of so many batches one is of frames. */
const FRAMES_EVERY = 5;

/** Drives so many cases. The same seed makes the same cases; ids of things are another forum's each time. */
export async function fuzz(
  world: World,
  { cases, seed, most = 20 }: { cases: number; seed: number; most?: number },
): Promise<Outcome> {
  const outcome: Outcome = { cases: 0, answers: new Map(), failures: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  for (let batch = 0; outcome.cases < cases && outcome.failures.length < most; batch += 1) {
    const { tokens, ids } = await world.people();
    const own = seed + batch;
    const isOfFrames = own % FRAMES_EVERY === 0;
    const arbitrary: fc.Arbitrary<Case> = isOfFrames ? frames(ids) : requests(world.routes, ids);
    const sample = fc.sample(arbitrary, { seed: own, numRuns: Math.min(BATCH, cases - outcome.cases) });
    const note = (n: number, answer: string, failure: string | null): void => {
      outcome.cases += 1;
      outcome.answers.set(answer, (outcome.answers.get(answer) ?? 0) + 1);
      if (failure !== null) outcome.failures.push(`seed ${own}, case ${n}: ${failure}\n  ${shown(sample[n] as Case)}`);
    };
    if (isOfFrames) await say(world, sample as FrameCase[], tokens, note);
    else await ask(world, sample as RequestCase[], tokens, agent, note);
  }
  agent.destroy();
  return outcome;
}

type Tokens = Readonly<Record<ActorName, string | null>>;
type Note = (n: number, answer: string, failure: string | null) => void;

/** Each is answered, in time, and never by an error that nobody has foreseen. */
async function ask(
  world: World,
  sample: readonly RequestCase[],
  tokens: Tokens,
  agent: Agent,
  note: Note,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < sample.length; n = next++) {
      const one = sample[n] as RequestCase;
      try {
        const { status, text } = await exchange(world.url, one, tokens, agent);
        // Beyond capacity is no fault: whoever drives drives as fast as it can.
        const isFault = status >= 500 && !(status === 503 && text.includes('"overloaded"'));
        note(n, String(status), isFault ? `${status} ${text.slice(0, 300)}` : null);
      } catch (error) {
        note(n, 'none', `no answer: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function exchange(
  url: string,
  one: RequestCase,
  tokens: Tokens,
  agent: Agent,
): Promise<{ status: number; text: string }> {
  const token = tokens[one.actor];
  const headers: Record<string, string | number> = {
    ...one.headers,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  if (one.body !== null) headers['content-length'] = one.body.length;
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${one.path}`, { method: one.method, headers, agent, timeout: PATIENCE }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text.length < 2_000 ? (text += chunk) : undefined));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`nothing within ${PATIENCE} ms`)));
    asked.on('error', reject);
    asked.end(one.body ?? undefined);
  });
}

/** Frames of one actor go over one socket, in order; a socket that the forum ends for its reasons is opened anew. */
async function say(world: World, sample: readonly FrameCase[], tokens: Tokens, note: Note): Promise<void> {
  const sockets = new Map<ActorName, WebSocket>();
  let failure: string | null = null;
  const open = (actor: ActorName): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const token = tokens[actor];
      // A token that is not good opens no socket; the frame says it then.
      const authorization: Record<string, string> =
        token === null || actor === 'stolen' ? {} : { authorization: `Bearer ${token}` };
      const socket = new WebSocket(`${world.url.replace('http', 'ws')}/api/v1/live`, {
        origin: world.url,
        headers: authorization,
      });
      socket.on('message', (data) => {
        const text = String(data as Buffer);
        if (/"event":"error".*"code":"internal"/.test(text)) failure ??= text.slice(0, 300);
      });
      socket.on('close', (code) => {
        if (code === 1006 || code === 1011) failure ??= `the socket ended with ${code}`;
        if (sockets.get(actor) === socket) sockets.delete(actor);
      });
      socket.on('unexpected-response', (_, { statusCode = 0 }) => reject(new Error(`no socket: ${statusCode}`)));
      socket.on('error', reject);
      socket.on('open', () => resolve(socket));
    });
  const heard = (socket: WebSocket): Promise<void> =>
    new Promise((resolve) => {
      const late = setTimeout(() => {
        failure ??= 'a ping was not answered';
        resolve();
      }, PATIENCE);
      const done = () => {
        clearTimeout(late);
        socket.off('pong', done);
        socket.off('close', done);
        resolve();
      };
      socket.once('pong', done);
      socket.once('close', done);
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      else done();
    });
  for (const [n, one] of sample.entries()) {
    failure = null;
    try {
      let socket = sockets.get(one.actor);
      if (socket?.readyState !== WebSocket.OPEN) sockets.set(one.actor, (socket = await open(one.actor)));
      socket.send(one.data, { binary: one.binary });
      await heard(socket);
    } catch (error) {
      // Whoever was banned or signed out by a case before opens none, and that is right.
      if (!/no socket: 4\d\d/.test(String(error))) failure ??= String(error);
    }
    note(n, 'frame', failure);
  }
  for (const socket of sockets.values()) socket.terminate();
}

function shown(one: Case): string {
  const text = one.kind === 'frame' ? one.data : one.body;
  const words = text === null ? '' : JSON.stringify(text.subarray(0, 400).toString('latin1'));
  return one.kind === 'frame'
    ? `${one.actor} says ${words}`
    : `${one.actor}: ${one.method} ${one.path} ${JSON.stringify(one.headers)} ${words}`;
}
