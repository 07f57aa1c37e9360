/** A variable with a name or a value that is not allowed: names it and says what is. */
export class ConfigError extends Error {}
