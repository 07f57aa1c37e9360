import type { Identity } from '../../auth/actor.js';
import type { Subject } from '../credentials/credentials.repository.js';

/** What a way in ends in: who has been proven to stand here, by what. */
export type Proof = SubjectProof | StaffProof;

/** Of whom the way knows by a subject: a mail address, an account of the publisher's, … */
export type SubjectProof = Subject & {
  /** Whom the command line has named for it: staff, by their mail address. */
  readonly staffId: string | null;
  /** The name that the person wants, where the forum does not know them yet. */
  readonly name: string | null;
  /** True where the name is whose word the proof is, and is the member's from now on, whatever it was called before. */
  readonly nameFollows?: boolean;
  /** The token by which the same browser is signed in already: kept where it is this member's, so that none is made for each proof. */
  readonly session?: string | null;
  /** The guest that the same browser was until now: what it wrote stays its own. */
  readonly guest: Identity | null;
  readonly device: string | null;
};

/** Of a member of staff, whom the way knows as such: they come to the console. */
export type StaffProof = {
  readonly way: string;
  readonly memberId: string;
  /** The token of the session of the console that the same browser had: it ends. */
  readonly former: string | null;
  readonly device: string | null;
};
