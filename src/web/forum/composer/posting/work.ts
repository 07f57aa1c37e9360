import type { ChallengeAnswer } from '../../../../admission/proof-of-work/challenge.schema.js';
import { callAs } from '../../session/session.js';
import type { Store } from '../../state/store.js';

/**
 * Does the work that a guest's message needs where the server asks for it (admission/proof-of-work/puzzles.ts), and gives the header
 * that proves it. The browser derives in threads of its own, so that the page stays as quick as it was.
 */
export async function work(store: Store): Promise<Record<string, string>> {
  const { site, id: thread } = store.state.thread;
  const asked = await callAs<ChallengeAnswer>(store, '/challenges', { body: { site, thread } });
  const { challenge, puzzles, bits, iterations } = asked;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey('raw', bytes(challenge), 'PBKDF2', false, ['deriveBits']);
  const isAnswer = async (puzzle: number, answer: number) => {
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(`${puzzle}.${answer}`), iterations };
    return Math.clz32(new DataView(await crypto.subtle.deriveBits(how, secret, 32)).getUint32(0)) >= bits;
  };
  const answers: number[] = [];
  for (let puzzle = 0; puzzle < puzzles; puzzle += 1) {
    let answer = 0;
    while (!(await isAnswer(puzzle, answer))) answer += 1;
    answers.push(answer);
  }
  return { 'Proof-Of-Work': `${challenge}; ${answers.join(',')}` };
}
