import {
  DATABASES,
  type Control,
  type DatabaseKind,
  type Fault,
  type Figure,
  type Finding,
  type Run,
} from './fault.js';

/** Findings of one run that a person is shown; the file holds all. */
const SHOWN = 8;

type Controlled = { readonly name: string; readonly shows: string; readonly found: number };

/** What became of one fault: said line by line, and kept as JSON. */
export class Report {
  lacking: string | null = null;
  private figures: readonly Figure[] = [];
  private readonly findings: Finding[] = [];
  private readonly controls: Controlled[] = [];
  private readonly begun = performance.now();

  constructor(
    private readonly fault: Fault,
    private readonly database: DatabaseKind,
    private readonly short: boolean,
  ) {
    console.log(`${fault.id} ${fault.name}, on ${DATABASES[database]}${short ? ' (short)' : ''}`);
  }

  /** A short run is for machines that others use as well: what was not there in time is shown, and fails nothing. */
  get passed(): boolean {
    return this.findings.every(({ kind }) => this.short && (kind === 'slow' || kind === 'late'));
  }

  readonly log = (line: string): void => console.log(`   · ${line}`);

  /** Loudly, so that nobody takes it for passed. */
  skipped(lacking: string): this {
    this.lacking = lacking;
    console.log(`   SKIPPED: ${lacking}\n`);
    return this;
  }

  ran({ figures, findings }: Run): void {
    this.figures = figures;
    for (const { name, value, unit, most, least } of figures) {
      const bound = most !== undefined ? ` (at most ${most})` : least !== undefined ? ` (at least ${least})` : '';
      this.log(`${name}: ${value}${unit && ` ${unit}`}${bound}`);
    }
    this.add(findings);
  }

  /** The control broke the promise: what it should show has to be among what was found. */
  controlled({ name, shows }: Control, { findings }: Run): void {
    const found = findings.filter(({ kind }) => kind === shows).length;
    this.controls.push({ name, shows, found });
    this.log(`control, ${name}: ${found} × ${shows} found`);
    if (found > 0) return;
    this.add([{ kind: 'wrong', what: `The control “${name}” had to show “${shows}” and did not` }, ...findings]);
  }

  ended(): this {
    console.log(`   ${this.passed ? 'passed' : `FAILED: ${this.findings.length} findings`} in ${this.seconds} s\n`);
    return this;
  }

  toJSON() {
    const { id, name } = this.fault;
    const { database, short, lacking, passed, seconds, figures, controls, findings } = this;
    return { id, name, database, short, lacking, passed, seconds, figures, controls, findings };
  }

  private get seconds(): number {
    return Math.round((performance.now() - this.begun) / 1000);
  }

  private add(findings: readonly Finding[]): void {
    this.findings.push(...findings);
    for (const { kind, what } of findings.slice(0, SHOWN)) this.log(`${kind.toUpperCase()}: ${what}`);
    if (findings.length > SHOWN) this.log(`… and ${findings.length - SHOWN} more`);
  }
}
