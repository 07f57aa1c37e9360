import { Inject, Injectable, Logger } from '@nestjs/common';
import { once } from 'node:events';
import { Counter } from 'prom-client';
import {
  NO_EVIDENCE,
  type Evidence,
  type EvidenceClass,
  type EvidenceSource,
  type Gathered,
  type Submitted,
} from './evidence.js';

/** The sources of evidence that the rules ask, by their classes. */
export const EVIDENCE_SOURCES = Symbol('EVIDENCE_SOURCES');

/** Asks all sources at once, before the transaction: see EvidenceSource. */
@Injectable()
export class EvidenceGatherer {
  /** For metrics. */
  readonly gathered = new Counter({
    name: 'rejoinder_evidence_total',
    help: 'Evidence gathered on drafts, by its source and by what it came to.',
    labelNames: ['source', 'by'] as const,
    registers: [],
  });
  private readonly logger = new Logger('Admission');

  constructor(
    @Inject(EVIDENCE_SOURCES) private readonly sources: ReadonlyMap<EvidenceClass, EvidenceSource<unknown>>,
  ) {}

  /** Never fails, and takes no longer than the most patient source may. */
  async gather(submitted: Submitted): Promise<Evidence> {
    if (this.sources.size === 0) return NO_EVIDENCE;
    return new Map(
      await Promise.all(
        [...this.sources].map(async ([name, source]) => [name, await this.ask(source, submitted)] as const),
      ),
    );
  }

  private async ask(source: EvidenceSource<unknown>, submitted: Submitted): Promise<Gathered> {
    const signal = AbortSignal.timeout(source.timeout);
    const inStead = (by: 'timeout' | 'failure'): Gathered => ({ source: source.name, value: source.fallback, by });
    const gathered = await Promise.race([
      (async () => source.gather(submitted, signal))().then(
        (value): Gathered => ({ source: source.name, value, by: 'source' }),
        (error: unknown) => {
          if (signal.aborted) return inStead('timeout');
          this.logger.warn(`No evidence from ${source.name}: ${String(error)}`);
          return inStead('failure');
        },
      ),
      once(signal, 'abort').then(() => inStead('timeout')),
    ]);
    this.gathered.inc({ source: source.name, by: gathered.by });
    return gathered;
  }
}
