import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { MembersRepository } from '../../members/members.repository.js';
import { isReserved, skeletonsOf } from '../../members/names.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** Whether the name of a guest is somebody else's who has proven it, or one for the house alone. */
@Injectable()
export class ProvenNameFact implements Fact<boolean> {
  constructor(private readonly members: MembersRepository) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<boolean>> {
    const guests = new Map(
      drafts.flatMap(({ author }) =>
        author.kind === 'guest' ? [[author.name, skeletonsOf(author.name)] as const] : [],
      ),
    );
    const proven = await this.members.provenSkeletons(tx, [...new Set([...guests.values()].flat())]);
    return {
      of: ({ author: { name } }) => {
        const skeletons = guests.get(name);
        return skeletons !== undefined && (isReserved(name) || skeletons.some((skeleton) => proven.has(skeleton)));
      },
    };
  }
}
