/** The injection token of the connection that commands go over; null where one process serves alone. */
export const REDIS = Symbol('redis');
