import { SetMetadata } from '@nestjs/common';

export const LOCATION = 'created at';
export type LocationPath<T> = (answer: T) => string;

/** Where what a route has made can be read: the `Location` of its 201, a path of ours (RFC 9110, 10.2.2). */
export const LocationHeader = <T>(path: LocationPath<T>) => SetMetadata(LOCATION, path);
