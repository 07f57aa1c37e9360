import { SetMetadata } from '@nestjs/common';

export const CREATED_AT = 'created at';
export type CreatedAtPath<T> = (answer: T) => string;

/** Where what a route has made can be read: the `Location` of its 201, a path of ours (RFC 9110, 10.2.2). */
export const CreatedAt = <T>(path: CreatedAtPath<T>) => SetMetadata(CREATED_AT, path);
