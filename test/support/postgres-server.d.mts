export type PostgresServer = {
  readonly url: string;
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};
export function startPostgres(bin?: string, options?: { readonly durable?: boolean }): Promise<PostgresServer>;
