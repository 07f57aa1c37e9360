import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { ForumError } from '../errors/forum-error.js';

export const codeOf = (error: unknown): string => {
  const code: unknown =
    error instanceof QueryFailedError
      ? (error.driverError as { code?: unknown }).code
      : (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
};

/** The caller may come back in a moment. */
export const overloaded = (cause: unknown): ForumError =>
  Object.assign(new ForumError('overloaded', undefined, undefined, 1), { cause });

/** A full disk or a failing one is an outage to the caller, not a fault of the request. */
export const storageError = (error: unknown): unknown =>
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|BUSY|CANTOPEN)/.test(codeOf(error)) ? overloaded(error) : error;

/** Another transaction got in the way: the unit is tried again. */
export const contention = (message: string): Error => Object.assign(new Error(message), { code: '40001' });

/** 40001 serialization_failure, 40P01 deadlock_detected; 23505 unique_violation: two at once, and the second try sees the first. */
export const isContention = (error: unknown): boolean => ['40001', '40P01', '23505'].includes(codeOf(error));

/**
 * Class 08 connection, 53 resources, 57 operator intervention and time-outs, 25P03 and 55P03 a transaction or a lock that took too
 * long; what the socket and the driver themselves say; and TypeORM, which lets go of a runner whose connection has died.
 */
export const isOutage = (error: unknown): boolean =>
  error instanceof QueryRunnerAlreadyReleasedError ||
  /^(08|53|57|25P03|55P03)|^E(CONN|PIPE|TIMEDOUT|HOST)/.test(codeOf(error)) ||
  (error instanceof Error && /timeout exceeded|Query read timeout|Connection terminated/.test(error.message));

/** What a caller is told: to come back, where the database is away; else the error as it is. */
export const toForumError = (error: unknown): unknown => (isOutage(error) ? overloaded(error) : storageError(error));
