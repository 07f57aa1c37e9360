import type { Identity } from '../../auth/actor.js';
import type { Subject } from '../credentials/credentials.repository.js';

/** What a way in ends in: who has been proven to stand here, by what. */
export type Proof = Subject & {
  /** Whom the command line has named for it: staff, by their mail address. */
  readonly staffId: string | null;
  /** The name that the person wants, where the forum does not know them yet. */
  readonly name: string | null;
  /** The guest that the same browser was until now: what it wrote stays its own. */
  readonly guest: Identity | null;
  readonly device: string | null;
};
