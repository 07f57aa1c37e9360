import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Tx } from '../../database/transactions.js';
import { MembersRepository } from '../../members/members.repository.js';
import { isReserved, skeletonsOf } from '../../members/names/names.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** Names of whom it is remembered what they look like: to find that out takes longer than all the rest of a post. */
const REMEMBERED = 10_000;

type Look = { readonly isReserved: boolean; readonly skeletons: readonly string[] };

/** Whether the name of a guest is somebody else's who has proven it, or one for the house alone. */
@Injectable()
export class ProvenNameFact implements Fact<boolean> {
  readonly name = 'proven_name';
  private readonly looks = new LRUCache<string, Look>({ max: REMEMBERED });

  constructor(private readonly members: MembersRepository) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<boolean>> {
    const guests = new Map(
      drafts.flatMap(({ author }) =>
        author.kind === 'guest' ? [[author.name, this.lookOf(author.name)] as const] : [],
      ),
    );
    const skeletons = new Set([...guests.values()].flatMap((look) => look.skeletons));
    const proven = await this.members.provenSkeletons(tx, [...skeletons]);
    return {
      of: ({ author: { kind, name } }) => {
        const look = kind === 'guest' ? guests.get(name) : undefined;
        return look !== undefined && (look.isReserved || look.skeletons.some((skeleton) => proven.has(skeleton)));
      },
    };
  }

  private lookOf(name: string): Look {
    const known = this.looks.get(name);
    if (known) return known;
    const look = { isReserved: isReserved(name), skeletons: skeletonsOf(name) };
    this.looks.set(name, look);
    return look;
  }
}
