import { compile } from '@fastify/proxy-addr';
import { isIP } from 'node:net';
import { z } from 'zod';
import { t } from '../i18n/format.js';

/** A whole number written in decimal, within bounds. */
export const whole = (least: number, most: number, preset: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: () => t('config.whole', { least: String(least), most: String(most) }),
    })
    .transform(Number)
    .default(preset);

export const toggle = (preset: 'on' | 'off') =>
  z.enum(['on', 'off'], { error: () => t('config.toggle') }).default(preset);

/** Whose word for an address is taken: nobody's, that of so many proxies, or that of the proxies at these addresses. */
export type TrustProxy = false | number | readonly string[];

export const trustProxy = z
  .string()
  .default('off')
  .transform((text): TrustProxy => {
    if (text === 'off') return false;
    return /^\d+$/.test(text) ? Number(text) : text.split(',').map((address) => address.trim());
  })
  .refine((trust) => (typeof trust === 'number' ? trust >= 1 && trust <= 32 : trust === false || canCompile(trust)), {
    error: () => t('config.proxies'),
  });

/** Parts of an address, such as `1.5`, which some programs read as a whole one, are somebody's mistake. */
function canCompile(addresses: readonly string[]): boolean {
  const isMeant = (one: string): boolean => /^[a-z]+$/.test(one) || isIP(one.replace(/\/.*/, '')) > 0;
  if (!addresses.every(isMeant)) return false;
  try {
    compile([...addresses]);
    return true;
  } catch {
    return false;
  }
}
