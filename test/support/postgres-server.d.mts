export type PostgresServer = {
  readonly url: string;
  /** Of its first process, the parent of all others. */
  pid(): number;
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};
export function startPostgres(
  bin?: string,
  options?: {
    readonly durable?: boolean;
    readonly folder?: string;
    readonly settings?: Readonly<Record<string, string>>;
  },
): Promise<PostgresServer>;
