import type { ServerResponse } from 'node:http';
import { Histogram } from 'prom-client';

/** `probe`: a balancer or a monitor asks. */
export type RequestKind = 'read' | 'write' | 'probe';

/** What an operator watches of the requests that were let in, since the start of this process. */
export class RequestMetrics {
  /** Let in and not answered yet. */
  inFlight = 0;
  /** From arrival to the last byte, and how many. `gone`: the reader went before the answer came. */
  readonly seconds = new Histogram({
    name: 'rejoinder_request_seconds',
    help: 'Requests that were let in, from arrival to answer, by kind (read, write, probe) and status.',
    labelNames: ['kind', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [],
  });

  /** @param since `performance.now()` of its arrival */
  begin(response: ServerResponse, kind: RequestKind, since: number): void {
    this.inFlight += 1;
    response.once('close', () => {
      this.inFlight -= 1;
      const status = response.writableFinished ? response.statusCode : 'gone';
      this.seconds.observe({ kind, status }, (performance.now() - since) / 1_000);
    });
  }
}
