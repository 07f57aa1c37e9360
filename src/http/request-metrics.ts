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
    const { socket } = response.req;
    const end = (): void => {
      response.off('close', end);
      if (isBehind) socket.off('close', end);
      this.inFlight -= 1;
      const status = response.writableFinished ? response.statusCode : 'gone';
      this.seconds.observe({ kind, status }, (performance.now() - since) / 1_000);
    };
    this.inFlight += 1;
    response.once('close', end);
    // Node forgets answers that wait behind another one, where the connection is gone: they never close.
    const isBehind = response.socket === null;
    if (isBehind) socket.setMaxListeners(0).once('close', end);
  }
}
