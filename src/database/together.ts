import { codeOf } from './failures.js';

/** PostgreSQL refuses what comes behind the statement that failed: in_failed_sql_transaction. */
const REFUSED = '25P02';

/**
 * The answers to statements that do not wait for each other's. On PostgreSQL they travel together, and are done in the order in
 * which they were asked: each before its function waits for anything.
 * @throws the cause, whoever heard of it first, once all have ended: nothing is asked behind the end of its transaction
 */
export async function together<T extends readonly unknown[]>(
  asked: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const failures: unknown[] = [];
  const answers = await Promise.all(asked.map((one) => one.catch((error: unknown) => void failures.push(error))));
  if (failures.length > 0) throw failures.find((error) => codeOf(error) !== REFUSED) ?? failures[0];
  return answers as unknown as T;
}
