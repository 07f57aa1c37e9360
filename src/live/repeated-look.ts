/** ms between looks at the database: what the bus has lost, and what ends by itself, is heard within two seconds. */
const RECONCILE = 1_000;

/**
 * A look at the database that is taken whenever somebody asks and at least once a second, one at a time: who asks during one
 * gets another after it. One that fails is taken again at the next time.
 */
export class RepeatedLook {
  private readonly reconciling = setInterval(() => void this.take(), RECONCILE).unref();
  private taking = false;
  private again = false;

  constructor(private readonly look: () => Promise<void>) {}

  async take(): Promise<void> {
    this.again = true;
    if (this.taking) return;
    this.taking = true;
    try {
      while (this.again) {
        this.again = false;
        await this.look();
      }
    } catch {
      // A database that is away is asked again soon.
    } finally {
      this.taking = false;
    }
  }

  end(): void {
    clearInterval(this.reconciling);
  }
}
