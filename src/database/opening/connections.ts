/** The injection token of the open database. */
export const CONNECTIONS = Symbol('connections');
