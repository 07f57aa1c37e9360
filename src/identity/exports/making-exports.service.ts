import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, iso } from '../../config/clock.js';
import { CONFIG, type Config } from '../../config/config.js';
import { newId } from '../../database/ids.js';
import { Transactions } from '../../database/transactions.js';
import { languageOf } from '../../i18n/languages.js';
import { Jobs } from '../../jobs/jobs.service.js';
import { DATA_SECTIONS, MemberData, type DataPages, type DataSectionName } from '../../members/member-data.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { Export } from './export.entity.js';
import { EXPORT_LIFE } from './exports.service.js';
import { ExportsRepository, type ExportRun } from './exports.repository.js';
import { MAKE_EXPORT } from './make-export.job.js';
import { readablePage } from './readable.js';
import { TooLarge, ZipWriter } from './zip-writer.js';

/** Tries before it has failed. */
const TRIES = 5;
/** Chunks that a sweep takes away at a time. */
const CHUNKS = 50;
const TEN_MINUTES = 600_000;
const MEGABYTE = 1_048_576;

/** Nobody waits for it any more: another try has begun, or the member was erased. */
class NotWanted extends Error {}

/** Makes archives, and takes them away after a day. Each try makes one anew; what one before it has kept is gone when it begins. */
@Injectable()
export class MakingExportsService implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'EXPORT_MEGABYTES' | 'JOB_ATTEMPTS'>,
    private readonly exports: ExportsRepository,
    private readonly data: MemberData,
    private readonly box: SecretBox,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(MAKE_EXPORT, ({ id }, signal) => this.make(id, signal));
    this.jobs.recurring('sweep.exports', TEN_MINUTES, () =>
      this.transactions.run((tx) => this.exports.forgetExpired(tx, CHUNKS)),
    );
  }

  private async make(id: string, signal: AbortSignal): Promise<void> {
    const run = await this.transactions.run((tx) => this.exports.begin(tx, id, newId(tx.now)));
    if (!run) return;
    // Of a try that took its process along nobody has said that it failed.
    if (run.tries > TRIES) return this.fail(run, 'internal');
    try {
      await this.write(run, signal);
    } catch (error) {
      if (error instanceof NotWanted) return;
      if (error instanceof TooLarge) return this.fail(run, 'too_large');
      if (run.tries >= Math.min(TRIES, this.config.JOB_ATTEMPTS)) await this.fail(run, 'internal');
      throw error;
    }
    await this.transactions.run((tx) => this.exports.finish(tx, run, tx.now + EXPORT_LIFE));
  }

  private async write(run: ExportRun, signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const pages = (name: DataSectionName) => untilAborted(this.data.pages(name, run.memberId), signal);
    let bytes = 0;
    const zip = await ZipWriter.open(now, async (chunk) => {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > this.config.EXPORT_MEGABYTES * MEGABYTE) throw new TooLarge('More than EXPORT_MEGABYTES');
      const sealed = this.box.seal('export', chunk);
      if (!(await this.transactions.run((tx) => this.exports.append(tx, run, sealed, chunk.length))))
        throw new NotWanted();
    });
    // Each is read twice, once for programs and once for people, so that nobody holds all of it.
    for (const name of DATA_SECTIONS) await zip.file(`${name}.json`, asJson(pages(name)));
    await zip.file('index.html', readablePage(languageOf(run.language), iso(now), pages));
    await zip.end();
  }

  private fail(run: ExportRun, failure: Export['failure']): Promise<void> {
    return this.transactions.run((tx) => this.exports.fail(tx, run, failure));
  }
}

async function* untilAborted(pages: DataPages, signal: AbortSignal): DataPages {
  for await (const rows of pages) {
    signal.throwIfAborted();
    yield rows;
  }
}

/** A list with a row a line. */
async function* asJson(pages: DataPages): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
