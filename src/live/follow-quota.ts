/** Threads that are followed from each address: every one of them has a room, whoever made its id up. */
export class FollowQuota {
  private readonly taken = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** False where the address follows as many as it may. */
  take(address: string): boolean {
    const held = this.taken.get(address) ?? 0;
    if (held >= this.most) return false;
    this.taken.set(address, held + 1);
    return true;
  }

  giveBack(address: string): void {
    const held = this.taken.get(address) ?? 0;
    if (held > 1) this.taken.set(address, held - 1);
    else this.taken.delete(address);
  }
}
