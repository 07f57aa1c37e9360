import { pbkdf2Sync } from 'node:crypto';
import type { ChallengeAnswer } from '../../src/admission/proof-of-work/challenge.schema.js';

/** What a browser calculates, and sends as the header `Proof-Of-Work`. */
export function solved({ challenge, puzzles, bits, iterations }: ChallengeAnswer): string {
  const answers = Array.from({ length: puzzles }, (_, puzzle) => {
    let answer = 0;
    while (Math.clz32(pbkdf2Sync(challenge, `${puzzle}.${answer}`, iterations, 4, 'sha256').readUInt32BE()) < bits)
      answer += 1;
    return answer;
  });
  return `${challenge}; ${answers.join(',')}`;
}
