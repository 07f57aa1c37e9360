import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const main = pathToFileURL(process.argv[1]);

/** A file of the very build that this process is about to run, before it runs. */
export async function built(path) {
  createRequire(main)('reflect-metadata');
  return import(new URL(path, main).href);
}

/** Puts something else in a method's place. Fails loudly where there is none: a control that breaks nothing shows nothing. */
export function replace(prototype, method, make) {
  const original = prototype[method];
  if (typeof original !== 'function') throw new Error(`There is no ${method} to replace`);
  prototype[method] = make(original);
}
