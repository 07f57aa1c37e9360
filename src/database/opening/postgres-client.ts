import pg from 'pg';
import type { Socket } from 'node:net';

/**
 * A connection that ends with the first question that is not answered in time: the driver would hand it to the next who
 * asks, and they would wait behind that question.
 */
export class PostgresClient extends pg.Client {
  // Typed as the driver's many overloads are not: with the promise that TypeORM and we ask for.
  override query(...asked: readonly unknown[]): never {
    const answer: unknown = (super.query as (...asked: readonly unknown[]) => unknown).apply(this, [...asked]);
    if (!(answer instanceof Promise)) return answer as never;
    return answer.catch((error: unknown) => {
      if (error instanceof Error && error.message === 'Query read timeout') this.cut();
      throw error;
    }) as never;
  }

  /** At once and without a word: nothing that still waits to be sent may arrive after the answer was given up. */
  private cut(): void {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    try {
      stream.resetAndDestroy();
    } catch {
      // TLS has no reset.
      stream.destroy();
    }
  }
}
