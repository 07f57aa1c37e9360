import { Controller, Get, Header, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { EvidenceGatherer } from '../admission/evidence-gatherer.js';
import { Open } from '../auth/policy/requires.js';
import { Limits } from '../auth/limits/limits.js';
import { Transactions } from '../database/transactions.js';
import { ConnectionLimits } from '../http/connections/connection-limits.js';
import { LoadShedder } from '../http/load-shedding/load-shedder.js';
import { ResponseCache } from '../http/response-cache/response-cache.js';
import { Refusals } from '../errors/refusals.js';
import { Relay } from '../events/relay.js';
import { JobLists } from '../jobs/job-lists.service.js';
import { Jobs } from '../jobs/jobs.service.js';
import { LiveCounters } from '../live/live-counters.js';
import { ThreadRooms } from '../live/threads/thread-rooms.js';
import { Sockets } from '../live/transport/sockets.js';
import { FrameScheduler } from '../live/transport/frame-scheduler.js';
import { PageCache } from '../messages/pages/page-cache.js';
import { Undescribed } from '../openapi/describe.js';

/** What a counter with a label says: its values by that label's. */
type ByLabel = Iterable<readonly [string, number]>;

/**
 * What an operator watches, in the format of Prometheus. The parts count as they go, in plain numbers; here they are read
 * when somebody asks. docs/operations.md lists the names, which stay, and what to alarm on.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor(
    transactions: Transactions,
    shedder: LoadShedder,
    cache: ResponseCache,
    connections: ConnectionLimits,
    refusals: Refusals,
    limits: Limits,
    relay: Relay,
    pages: PageCache,
    live: LiveCounters,
    rooms: ThreadRooms,
    sockets: Sockets,
    turns: FrameScheduler,
    jobs: Jobs,
    jobLists: JobLists,
    evidence: EvidenceGatherer,
  ) {
    collectDefaultMetrics({ register: this.registry, prefix: 'rejoinder_' });
    const { figures } = transactions;
    for (const own of [figures.commit, figures.units, figures.batch, figures.write, shedder.requests.seconds])
      this.registry.registerMetric(own);
    this.registry.registerMetric(evidence.gathered);

    this.gauge('writes_waiting', 'Units of work that wait for the database.', () => transactions.waiting);
    this.gauge('requests_in_flight', 'Requests let in and not answered.', () => shedder.requests.inFlight);
    this.gauge('requests_waiting', 'Requests let in that wait for their turn.', () => shedder.waiting);
    this.gauge('connections', 'Open connections, sockets among them.', () => connections.size);
    this.gauge('strain_seconds', 'For how long work has been refused for want of capacity.', () => {
      return shedder.overload.lasting(performance.now()) / 1_000;
    });
    this.counter('kept_answers_total', 'Answers sent again from the cache.', 'status', () => [
      ['200', cache.sent.whole],
      ['304', cache.sent.known],
    ]);
    this.counter('refused_total', 'Refusals, by the setting that bounds.', 'limit', () => [
      ...refusals.counts,
      ['SOCKET_BUFFER', live.drops],
      ['FRAMES_PER_10_SECONDS', live.floods],
    ]);
    this.counter('pages_total', 'Pages asked for inside: found or being made, or built.', 'outcome', () => [
      ['hit', pages.counts.hits],
      ['build', pages.counts.builds],
    ]);

    this.gauge('sockets', 'Open sockets.', () => sockets.size);
    this.gauge('turns_waiting', 'Handshakes and frames of sockets that wait for their turn.', () => turns.waiting);
    this.gauge('followers', 'Readers who follow a thread, each thread of theirs.', () => rooms.followers);
    this.counter('deliveries_total', 'Frames written to followers.', null, () => [['', live.deliveries]]);
    this.counter('drops_total', 'Sockets closed with 1013: too slow.', null, () => [['', live.drops]]);

    this.gauge('bus_up', '1 while Redis answers, or none is needed; 0 while it does not.', () => (relay.up ? 1 : 0));
    this.gauge('bus_lag_seconds', 'An event’s way over Redis and back; NaN while none comes back.', () => {
      return (relay.lag ?? Number.NaN) / 1_000;
    });
    this.counter('jobs_total', 'Jobs of this process: done, failed and tried again, or given up.', 'outcome', () =>
      Object.entries(jobs.counts),
    );
    this.asked(
      'jobs',
      'Jobs of the forum: waiting, due by now, or dead: failed for the last time.',
      'state',
      async () => Object.entries(await jobLists.counts()),
    );
    this.counter('limit_fallbacks_total', 'Limits counted in this process alone, because Redis was away.', null, () => [
      ['', limits.fallbacks],
    ]);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `rejoinder_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** What the database is asked for: missing where it is away. */
  private asked(name: string, help: string, label: string, read: () => Promise<ByLabel>): void {
    new Gauge({
      name: `rejoinder_${name}`,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const [value, count] of await read().catch(() => [])) this.set({ [label]: value }, count);
      },
    });
  }

  private counter(name: string, help: string, label: string | null, read: () => ByLabel): void {
    new Counter({
      name: `rejoinder_${name}`,
      help,
      labelNames: label === null ? [] : [label],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [value, count] of read()) this.inc(label === null ? {} : { [label]: value }, count);
      },
    });
  }
}

@Undescribed()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Open()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  get(): Promise<string> {
    return this.metrics.text();
  }
}
