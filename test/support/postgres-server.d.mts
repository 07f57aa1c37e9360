export type PostgresServer = {
  readonly url: string;
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};
export function startPostgres(bin?: string): Promise<PostgresServer>;
